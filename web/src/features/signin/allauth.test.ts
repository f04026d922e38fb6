import { describe, expect, it } from 'vitest'
import { nextStep, refusal } from './allauth'

describe('the next step of signing in', () => {
  it('is none once the server says 200', () => {
    expect(nextStep({ status: 200, meta: { is_authenticated: true } })).toBe('signed_in')
  })

  it('is the code from the letter box when the address is not yet proved', () => {
    const flows = [{ id: 'login' }, { id: 'verify_email', is_pending: true }]

    expect(nextStep({ status: 401, data: { flows } })).toBe('enter_code')
  })

  it('is the passkey when the address is proved', () => {
    expect(nextStep({ status: 401, data: { flows: [{ id: 'mfa_signup_webauthn', is_pending: true }] } })).toBe(
      'make_passkey',
    )
  })

  it('is the passkey once more for someone signed in who touches their passkeys', () => {
    const answer = {
      status: 401,
      data: { flows: [{ id: 'mfa_reauthenticate', types: ['webauthn'] }] },
      meta: { is_authenticated: true },
    }

    expect(nextStep(answer)).toBe('show_passkey_again')
  })

  it('is the start when nothing is under way', () => {
    expect(nextStep({ status: 401, data: { flows: [{ id: 'login' }, { id: 'signup' }] } })).toBe('start')
  })
})

describe('a refusal', () => {
  it('carries the server’s own code and field', () => {
    const refused = refusal(400, { status: 400, errors: [{ code: 'incorrect_code', message: '…', param: 'key' }] })

    expect([refused.code, refused.param]).toEqual(['incorrect_code', 'key'])
  })

  it.each([
    [429, 'rate_limited'],
    [409, 'step_is_over'],
    [403, 'closed'],
    [500, 'server'],
  ])('%i without a word is said as %s', (status, code) => {
    expect(refusal(status, { status }).code).toBe(code)
  })
})
