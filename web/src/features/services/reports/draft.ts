import { keepDraft, dropDraft, readDraft } from '~/offline/drafts'
import type { Store } from '~/offline/store'

/** A report that is being written; it lies on this phone until the server has it. */
export interface ReportDraft {
  id: string
  kind: string | null
  lat: number | null
  lon: number | null
  address: string
  place: string
  placeName: string
  text: string
  answers: Record<string, string>
  /** The picture as a data URL, made small and freed of what the phone wrote beside it. */
  picture: string | null
  /** It was sent without a network: it goes as soon as there is one. */
  waiting: boolean
}

const KEPT = 'report'
type Phone = Promise<Store>

export function emptyDraft(id: string): ReportDraft {
  return {
    id,
    kind: null,
    lat: null,
    lon: null,
    address: '',
    place: '',
    placeName: '',
    text: '',
    answers: {},
    picture: null,
    waiting: false,
  }
}

/** What the address of the page says of a report: where it is, and of which kind, as a place's page or a code in the street does. */
export function askedFor(search: string): Partial<ReportDraft> {
  const query = new URLSearchParams(search)
  const [place, kind] = [query.get('place'), query.get('kind')]
  return {
    ...(place ? { place, placeName: query.get('name') ?? place } : {}),
    ...(kind ? { kind, answers: {} } : {}),
  }
}

/** Keep the report that is being written. */
export const keepReport = (phone: Phone, draft: ReportDraft) => keepDraft(phone, KEPT, { report: JSON.stringify(draft) })

/** Give the report that was being written, if one was. */
export async function keptReport(phone: Phone): Promise<ReportDraft | null> {
  const { report } = await readDraft(phone, KEPT)
  return typeof report === 'string' ? { ...emptyDraft(''), ...(JSON.parse(report) as ReportDraft) } : null
}

/** Forget it: the server has it, or it is not wanted any more. */
export const dropReport = (phone: Phone) => dropDraft(phone, KEPT)

/** What is sent of a draft. */
export function asReport(draft: ReportDraft) {
  return {
    id: draft.id,
    kind: draft.kind ?? '',
    lat: draft.lat,
    lon: draft.lon,
    address: draft.address.trim(),
    place: draft.place,
    text: draft.text.trim(),
    answers: draft.answers,
  }
}

/** Whether it says where the problem is. */
export const saysWhere = (draft: ReportDraft) => draft.lat !== null || draft.address.trim() !== '' || draft.place !== ''
