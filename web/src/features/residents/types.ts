// What /api/v1/me answers, by the names these pages use. The shapes are the server's own: see schema.d.ts.
import type { components } from '~/api/schema'

type Schemas = components['schemas']

export type Me = Schemas['MeOut']
export type Fact = Schemas['FactOut']
export type OwnWord = Schemas['OwnWordOut']
export type FactGroup = Schemas['FactGroupOut']
export type Contested = Schemas['ContestedOut']
export type Lookup = Schemas['LookupOut']
export type Lookups = Schemas['LookupsOut']
export type Consent = Schemas['ConsentOut']

/** A signed paper of the city: its words and its signature, whatever they are. */
export type Receipt = Record<string, unknown>
