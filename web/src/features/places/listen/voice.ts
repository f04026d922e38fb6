/** How long a voice may take for a text before it is taken for stuck: some browsers never say that they are done. */
const LONGEST_MS = (text: string) => 2000 + text.length * 110

/** Say a text aloud and wait until it is said. */
export function speak(text: string, locale: string): Promise<void> {
  if (!('speechSynthesis' in window)) return Promise.resolve()
  return new Promise((resolve) => {
    const said = new SpeechSynthesisUtterance(text)
    said.lang = locale
    const done = () => {
      window.clearTimeout(timer)
      resolve()
    }
    const timer = window.setTimeout(done, LONGEST_MS(text))
    said.addEventListener('end', done)
    said.addEventListener('error', done)
    speechSynthesis.speak(said)
  })
}

export function hush(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel()
}
