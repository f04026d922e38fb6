/** Whether the typed word is the asked one, whatever its capitals, spaces or quotation marks. */
export function confirms(typed: string, word: string): boolean {
  const plain = (text: string) =>
    text
      .trim()
      .replaceAll(/^[«“"']+|[»”"'.]+$/g, '')
      .toLocaleUpperCase()
  return plain(typed) === plain(word)
}
