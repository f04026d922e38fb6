// Reads one JSON question from standard input and answers on standard output.
//   {"do": "verify", "credential", "issuer": JWK, "nonce"?, "holder"?: JWK}  -> {"payload"} or {"error"}
//   {"do": "present", "credential", "issuer", "holder": private JWK, "show": [names], "audience", "nonce", "iat"} -> {"presented"}
import { ES256, digest, generateSalt } from '@sd-jwt/crypto-nodejs'
import { SDJwtInstance } from '@sd-jwt/core'
import { readFileSync } from 'node:fs'

const asked = JSON.parse(readFileSync(0, 'utf8'))
const judge = new SDJwtInstance({
  verifier: await ES256.getVerifier(asked.issuer),
  hasher: digest,
  hashAlg: 'sha-256',
  saltGenerator: generateSalt,
  ...(asked.holder?.d && { kbSigner: await ES256.getSigner(asked.holder), kbSignAlg: 'ES256' }),
  ...(asked.holder && { kbVerifier: await ES256.getVerifier({ ...asked.holder, d: undefined, key_ops: undefined }) }),
})
let answer
try {
  if (asked.do === 'present') {
    const kb = { payload: { iat: asked.iat, aud: asked.audience, nonce: asked.nonce } }
    const frame = Object.fromEntries(asked.show.map((name) => [name, true]))
    answer = { presented: await judge.present(asked.credential, frame, { kb }) }
  } else {
    const { payload, kb } = await judge.verify(asked.credential, asked.nonce && { keyBindingNonce: asked.nonce })
    answer = { payload, bound: Boolean(kb) }
  }
} catch (error) {
  answer = { error: String(error.message) }
}
process.stdout.write(JSON.stringify(answer))
