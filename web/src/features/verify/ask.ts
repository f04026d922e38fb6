// What the page fetches, once there is network and the same for everybody: whom to trust, what has ended, what fields are called.
import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<paths, '/api/v1/verify/trust'> {}
}

export type TrustPack = components['schemas']['TrustOut']
export type Register = components['schemas']['RegisterWordsOut']

export const trustPack = () => ask(api.GET('/api/v1/verify/trust'))
