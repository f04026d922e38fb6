/** Where to go after signing in: only an address of this app, never one of somewhere else. */
export function safeNext(search: string): string | null {
  const next = new URLSearchParams(search).get('next')
  return next && /^\/(?![/\\])/.test(next) ? next : null
}
