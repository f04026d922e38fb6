import { describe, expect, it } from 'vitest'
import { SignInRefused, StepNeeded } from './allauth'
import strings from './strings.en.json'
import { troubleCode } from './trouble'
import { PasskeyError } from './webauthn'

describe('what went wrong, in a sentence', () => {
  it.each([
    [new PasskeyError('stopped'), 'stopped'],
    [new SignInRefused('incorrect_code', 'credential'), 'unknown_passkey'],
    [new SignInRefused('incorrect_code', 'key'), 'incorrect_code'],
    [new SignInRefused('invalid', 'email'), 'invalid_email'],
    [new SignInRefused('required', 'email'), 'required'],
    [new SignInRefused('something_new'), 'server'],
    [new StepNeeded('start'), 'session_over'],
    [new StepNeeded('enter_code'), 'step_is_over'],
    [new TypeError('x'), 'server'],
  ])('%o is said', (error, code) => {
    expect(troubleCode(error)).toBe(code)
    expect(strings.error).toHaveProperty(code)
  })
})
