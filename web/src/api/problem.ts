/** The server's problem details (RFC 9457), or the lack of a network, as one thing a page can show. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly nextStep: string
  readonly requestId: string

  constructor(fields: { status: number } & Partial<Omit<Problem, 'status'>>) {
    super(fields.detail || fields.title || `HTTP ${fields.status}`)
    this.status = fields.status
    this.code = fields.code ?? ''
    this.title = fields.title ?? ''
    this.detail = fields.detail ?? ''
    this.nextStep = fields.nextStep ?? ''
    this.requestId = fields.requestId ?? ''
  }

  /** No answer came at all: the phone has no network, or the server cannot be reached. */
  get offline(): boolean {
    return this.status === 0
  }
}

/** Read an error body of the server, whatever it holds. */
export function problemOf(status: number, body: unknown): Problem {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return new Problem({
    status,
    code: text('code'),
    title: text('title'),
    detail: text('detail'),
    nextStep: text('next_step'),
    requestId: text('request_id'),
  })
}
