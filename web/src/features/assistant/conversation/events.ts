/** Read the events of a text/event-stream that are whole; give the rest back for the next piece. */
export function eventsOf(text: string): { events: { name: string; data: string }[]; rest: string } {
  const parts = text.split('\n\n')
  const rest = parts.pop() ?? ''
  const events = parts.map((part) => {
    const lines = part.split('\n')
    const of = (field: string) =>
      lines
        .filter((line) => line.startsWith(`${field}: `))
        .map((line) => line.slice(field.length + 2))
        .join('\n')
    return { name: of('event'), data: of('data') }
  })
  return { events, rest }
}
