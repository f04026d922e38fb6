// The sign-in desk of the server (django-allauth, headless). Every answer has the same envelope:
// {status, data, meta, errors}; 401 is not a failure here but "one more step", named in data.flows.
import { csrfToken } from '~/api/client'
import type { CreationOptionsJSON, RequestOptionsJSON } from './webauthn'

const ROOT = '/_allauth/browser/v1'

export interface Flow {
  id: string
  is_pending?: boolean
  types?: string[]
}

interface Envelope<Data> {
  status: number
  data?: Data & { flows?: Flow[] }
  meta?: { is_authenticated?: boolean }
  errors?: { code: string; message: string; param?: string }[]
}

export interface Passkey {
  id: number
  name: string
  created_at: number
  last_used_at: number | null
}

/** What comes next for the one who signs in. */
export type Step = 'signed_in' | 'enter_code' | 'make_passkey' | 'show_passkey_again' | 'start'

/** The server's refusal, by a code that strings say in words. */
export class SignInRefused extends Error {
  readonly code: string
  readonly param: string | null

  constructor(code: string, param: string | null = null) {
    super(code)
    this.code = code
    this.param = param
  }
}

export function nextStep(answer: Envelope<unknown>): Step {
  if (answer.status === 200) return 'signed_in'
  const pending = answer.data?.flows?.filter((flow) => flow.is_pending).map((flow) => flow.id) ?? []
  if (pending.includes('verify_email')) return 'enter_code'
  if (pending.includes('mfa_signup_webauthn')) return 'make_passkey'
  if (answer.meta?.is_authenticated && answer.data?.flows?.some((flow) => flow.id === 'mfa_reauthenticate')) {
    return 'show_passkey_again'
  }
  return 'start'
}

async function call<Data>(method: string, path: string, body?: object): Promise<Envelope<Data>> {
  let response: Response
  try {
    response = await fetch(ROOT + path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang,
        ...(method === 'GET' ? {} : { 'Content-Type': 'application/json', 'X-CSRFToken': csrfToken() }),
      },
      body: body ? JSON.stringify(body) : undefined,
    })
  } catch {
    throw new SignInRefused('offline')
  }
  const answer = (await response.json().catch(() => ({ status: response.status }))) as Envelope<Data>
  if (response.ok || response.status === 401) return { ...answer, status: response.status }
  throw refusal(response.status, answer)
}

export function refusal(status: number, answer: Envelope<unknown>): SignInRefused {
  const first = answer.errors?.[0]
  if (first) return new SignInRefused(first.code, first.param ?? null)
  if (status === 429) return new SignInRefused('rate_limited')
  if (status === 409) return new SignInRefused('step_is_over')
  if (status === 403) return new SignInRefused('closed')
  return new SignInRefused('server')
}

async function data<Data>(method: string, path: string, body?: object): Promise<Data> {
  const answer = await call<Data>(method, path, body)
  if (answer.status === 401) throw new StepNeeded(nextStep(answer))
  return answer.data as Data
}

/** Thrown when the server wants another step before it answers (for instance the passkey once more). */
export class StepNeeded extends Error {
  readonly step: Step

  constructor(step: Step) {
    super(step)
    this.step = step
  }
}

// ── Signing in ───────────────────────────────────────────────────────────────────────────────────────────────────────
export const whereAmI = async (): Promise<Step> => nextStep(await call('GET', '/auth/session'))

export const signInOptions = async () =>
  (await data<{ request_options: RequestOptionsJSON }>('GET', '/auth/webauthn/login')).request_options

export const signIn = async (credential: object): Promise<Step> =>
  nextStep(await call('POST', '/auth/webauthn/login', { credential }))

export const signOut = async (): Promise<void> => {
  await call('DELETE', '/auth/session')
}

// ── A new account ────────────────────────────────────────────────────────────────────────────────────────────────────
export const beginAccount = async (email: string): Promise<Step> =>
  nextStep(await call('POST', '/auth/webauthn/signup', { email }))

export const enterCode = async (key: string): Promise<Step> =>
  nextStep(await call('POST', '/auth/email/verify', { key }))

export const sendCodeAgain = async (): Promise<void> => {
  await call('POST', '/auth/email/verify/resend')
}

export const firstPasskeyOptions = async () =>
  (await data<{ creation_options: CreationOptionsJSON }>('GET', '/auth/webauthn/signup')).creation_options

export const keepFirstPasskey = async (name: string, credential: object): Promise<Step> =>
  nextStep(await call('PUT', '/auth/webauthn/signup', { name, credential }))

// ── One's passkeys ───────────────────────────────────────────────────────────────────────────────────────────────────
export const passkeys = async (): Promise<Passkey[]> =>
  (await data<(Passkey & { type: string })[]>('GET', '/account/authenticators')).filter(
    (one) => one.type === 'webauthn',
  )

export const morePasskeyOptions = async () =>
  (await data<{ creation_options: CreationOptionsJSON }>('GET', '/account/authenticators/webauthn?passwordless'))
    .creation_options

export const keepPasskey = (name: string, credential: object): Promise<Passkey> =>
  data('POST', '/account/authenticators/webauthn', { name, credential })

export const removePasskey = (id: number): Promise<void> =>
  data('DELETE', '/account/authenticators/webauthn', { authenticators: [id] })

export const showAgainOptions = async () =>
  (await data<{ request_options: RequestOptionsJSON }>('GET', '/auth/webauthn/reauthenticate')).request_options

export const showAgain = async (credential: object): Promise<Step> =>
  nextStep(await call('POST', '/auth/webauthn/reauthenticate', { credential }))

// ── The city's own identity provider (OpenID Connect) ────────────────────────────────────────────────────────────────
export const PROVIDER_REDIRECT = `${ROOT}/auth/provider/redirect`
