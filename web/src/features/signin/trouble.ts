import { SignInRefused, StepNeeded, showAgain, showAgainOptions } from './allauth'
import { PasskeyError, askForPasskey } from './webauthn'

/** The codes that strings say in words; anything else is said as `server`. */
const SAID = new Set([
  'stopped',
  'unsupported',
  'known_here',
  'wrong_address',
  'failed',
  'unknown_passkey',
  'incorrect_code',
  'required',
  'invalid_email',
  'rate_limited',
  'step_is_over',
  'closed',
  'provider',
  'offline',
  'server',
  'session_over',
])

/** Which of our sentences says what went wrong. */
export function troubleCode(error: unknown): string {
  if (error instanceof PasskeyError) return error.trouble
  if (error instanceof StepNeeded) return error.step === 'start' ? 'session_over' : 'step_is_over'
  if (!(error instanceof SignInRefused)) return 'server'
  if (error.param === 'credential') return 'unknown_passkey'
  if (error.param === 'email' && error.code !== 'required') return 'invalid_email'
  if (error.code === 'too_many_login_attempts') return 'rate_limited'
  return SAID.has(error.code) ? error.code : 'server'
}

/** Does something that the server may want the passkey for once more, and then asks for it. */
export async function afterShowingPasskey<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof StepNeeded) || error.step !== 'show_passkey_again') throw error
    await showAgain(await askForPasskey(await showAgainOptions()))
    return act()
  }
}
