// Passkeys in the browser: the server speaks JSON (base64url), the browser speaks bytes.
// New browsers translate themselves; the older ones still in use get the same from the few lines below.

export interface RequestOptionsJSON {
  publicKey: PublicKeyCredentialRequestOptionsJSON
}

export interface CreationOptionsJSON {
  publicKey: PublicKeyCredentialCreationOptionsJSON
}

/** Why a passkey step ended without a passkey; each has its own sentence in strings. */
export type PasskeyTrouble = 'unsupported' | 'stopped' | 'known_here' | 'wrong_address' | 'failed'

export class PasskeyError extends Error {
  readonly trouble: PasskeyTrouble

  constructor(trouble: PasskeyTrouble, cause?: unknown) {
    super(trouble, { cause })
    this.trouble = trouble
  }
}

export function passkeysWork(): boolean {
  return typeof window !== 'undefined' && window.isSecureContext && typeof window.PublicKeyCredential === 'function'
}

/** Lets the resident pick one of their passkeys and returns what the server checks. */
export async function askForPasskey(options: RequestOptionsJSON, signal?: AbortSignal): Promise<object> {
  return ask(() => navigator.credentials.get({ publicKey: requestOptions(options.publicKey), signal }))
}

/** Makes a new passkey on this device (or a key, or a phone nearby) and returns what the server keeps. */
export async function makePasskey(options: CreationOptionsJSON, signal?: AbortSignal): Promise<object> {
  return ask(() => navigator.credentials.create({ publicKey: creationOptions(options.publicKey), signal }))
}

async function ask(step: () => Promise<Credential | null>): Promise<object> {
  if (!passkeysWork()) throw new PasskeyError('unsupported')
  try {
    const credential = await step()
    if (!credential) throw new PasskeyError('stopped')
    return credentialJSON(credential as PublicKeyCredential)
  } catch (error) {
    throw error instanceof PasskeyError ? error : new PasskeyError(troubleOf(error), error)
  }
}

export function troubleOf(error: unknown): PasskeyTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'stopped'
    case 'InvalidStateError':
      return 'known_here'
    case 'SecurityError':
      return 'wrong_address'
    case 'NotSupportedError':
    case 'ConstraintError':
      return 'unsupported'
    default:
      return 'failed'
  }
}

export function requestOptions(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  if (typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function') {
    return PublicKeyCredential.parseRequestOptionsFromJSON(json)
  }
  return {
    ...(json as unknown as PublicKeyCredentialRequestOptions),
    challenge: bytesOf(json.challenge),
    allowCredentials: json.allowCredentials?.map(descriptor),
  }
}

export function creationOptions(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  if (typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function') {
    return PublicKeyCredential.parseCreationOptionsFromJSON(json)
  }
  return {
    ...(json as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytesOf(json.challenge),
    user: { ...json.user, id: bytesOf(json.user.id) },
    excludeCredentials: json.excludeCredentials?.map(descriptor),
  }
}

export function credentialJSON(credential: PublicKeyCredential): object {
  if (typeof credential.toJSON === 'function') {
    try {
      return credential.toJSON()
    } catch {
      // Some password managers offer toJSON and then refuse; the lines below do the same work.
    }
  }
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: responseJSON(credential.response),
  }
}

function responseJSON(response: AuthenticatorResponse): object {
  const clientDataJSON = textOf(response.clientDataJSON)
  if ('attestationObject' in response) {
    const made = response as AuthenticatorAttestationResponse
    return {
      clientDataJSON,
      attestationObject: textOf(made.attestationObject),
      transports: made.getTransports?.() ?? [],
    }
  }
  const used = response as AuthenticatorAssertionResponse
  return {
    clientDataJSON,
    authenticatorData: textOf(used.authenticatorData),
    signature: textOf(used.signature),
    userHandle: used.userHandle ? textOf(used.userHandle) : undefined,
  }
}

function descriptor(json: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { ...(json as unknown as PublicKeyCredentialDescriptor), id: bytesOf(json.id) }
}

/** base64url without padding → bytes */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}

/** bytes → base64url without padding */
export function textOf(bytes: ArrayBuffer | Uint8Array): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
