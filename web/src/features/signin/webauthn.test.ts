import { afterEach, describe, expect, it, vi } from 'vitest'
import { bytesOf, creationOptions, credentialJSON, requestOptions, textOf, troubleOf } from './webauthn'

const bytes = (...values: number[]) => new Uint8Array(values).buffer

describe('bytes as text', () => {
  it('survives the way there and back for every byte', () => {
    const all = Uint8Array.from({ length: 256 }, (_, value) => value)

    const text = textOf(all)

    expect(text).not.toMatch(/[+/=]/)
    expect(bytesOf(text)).toEqual(all)
  })

  it('agrees with the alphabet of RFC 4648 section 5', () => {
    expect(textOf(bytes(0xfb, 0xff, 0xfe))).toBe('-__-')
    expect(bytesOf('-__-')).toEqual(new Uint8Array([0xfb, 0xff, 0xfe]))
  })
})

describe('in a browser that does not translate passkey options itself', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('gives the browser bytes for signing in', () => {
    vi.stubGlobal('PublicKeyCredential', () => undefined)

    const options = requestOptions({
      challenge: 'AQID',
      rpId: 'localhost',
      allowCredentials: [{ id: 'BAU', type: 'public-key', transports: ['internal'] }],
    })

    expect(options.challenge).toEqual(new Uint8Array([1, 2, 3]))
    expect(options.allowCredentials).toEqual([
      { id: new Uint8Array([4, 5]), type: 'public-key', transports: ['internal'] },
    ])
    expect(options.rpId).toBe('localhost')
  })

  it('gives the browser bytes for a new passkey', () => {
    vi.stubGlobal('PublicKeyCredential', () => undefined)

    const options = creationOptions({
      challenge: 'AQID',
      rp: { id: 'localhost', name: 'Mantova' },
      user: { id: 'Bw', name: 'giulia@example.org', displayName: 'Giulia' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      excludeCredentials: [{ id: 'CA', type: 'public-key' }],
    })

    expect(options.user.id).toEqual(new Uint8Array([7]))
    expect(options.excludeCredentials).toEqual([{ id: new Uint8Array([8]), type: 'public-key' }])
  })

  it('writes a used passkey as the server reads it', () => {
    const credential = {
      id: 'AQ',
      rawId: bytes(1),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      getClientExtensionResults: () => ({}),
      response: {
        clientDataJSON: bytes(2),
        authenticatorData: bytes(3),
        signature: bytes(4),
        userHandle: bytes(5),
      },
    } as unknown as PublicKeyCredential

    expect(credentialJSON(credential)).toEqual({
      id: 'AQ',
      rawId: 'AQ',
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: { clientDataJSON: 'Ag', authenticatorData: 'Aw', signature: 'BA', userHandle: 'BQ' },
    })
  })

  it('writes a new passkey even when toJSON refuses', () => {
    const credential = {
      id: 'AQ',
      rawId: bytes(1),
      type: 'public-key',
      authenticatorAttachment: null,
      getClientExtensionResults: () => ({ credProps: { rk: true } }),
      toJSON: () => {
        throw new TypeError('Illegal invocation')
      },
      response: { clientDataJSON: bytes(2), attestationObject: bytes(6), getTransports: () => ['internal'] },
    } as unknown as PublicKeyCredential

    expect(credentialJSON(credential)).toMatchObject({
      clientExtensionResults: { credProps: { rk: true } },
      response: { attestationObject: 'Bg', transports: ['internal'] },
    })
  })
})

describe('the trouble with a passkey', () => {
  it.each([
    ['NotAllowedError', 'stopped'],
    ['AbortError', 'stopped'],
    ['InvalidStateError', 'known_here'],
    ['SecurityError', 'wrong_address'],
    ['NotSupportedError', 'unsupported'],
    ['UnknownError', 'failed'],
  ])('%s is said as "%s"', (name, trouble) => {
    expect(troubleOf(new DOMException('', name))).toBe(trouble)
  })
})
