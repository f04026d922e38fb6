// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '~/api/types'
import {
  bringBack,
  dayOf,
  flushOutcomes,
  forgetPerson,
  putAway,
  releaseOutcomes,
  sayOutcome,
  subjectsPutAway,
  undoOutcome,
  type Sent,
} from './outcomes'
import { openStore, type Store } from './store'

const DAY = '2026-06-09'
const TAKEN: Sent = { taken: { recorded: 1, already_known: 0, kept_on_phone: 0 } }
let names = 0
let name = ''
let phone: Promise<Store>

beforeEach(() => {
  name = `test-${(names += 1)}`
  phone = openStore(name)
})

function outcome(offer: string, kind: Outcome['kind'] = 'shown'): Outcome {
  const at = '2026-06-09T08:00:00+02:00'
  const usual = { slot: 1, policy: 'plain-1', at, journey: '', offline: true }
  return { ...usual, id: crypto.randomUUID(), offer, subject: offer, kind }
}

/** A server in memory that remembers what it was sent. */
function server(answers: (items: Outcome[]) => Sent = () => TAKEN) {
  const got: string[][] = []
  const send = (items: Outcome[]) => {
    got.push(items.map((item) => item.offer))
    return Promise.resolve(answers(items))
  }
  return { got, send }
}

describe('the queue of outcomes', () => {
  it('sends what was said, oldest first, and then forgets it', async () => {
    for (const offer of ['a', 'b', 'c']) await sayOutcome(phone, outcome(offer), DAY)
    const city = server()

    const taken = await flushOutcomes(phone, city.send)
    const again = await flushOutcomes(phone, city.send)

    expect([taken, again, city.got]).toEqual([3, 0, [['a', 'b', 'c']]])
  })

  it('keeps the same thing said twice on one day once, even after it was sent', async () => {
    await sayOutcome(phone, outcome('a'), DAY)
    await flushOutcomes(phone, server().send)

    const sameDay = await sayOutcome(phone, outcome('a'), DAY)
    const otherKind = await sayOutcome(phone, outcome('a', 'opened'), DAY)
    const nextDay = await sayOutcome(phone, outcome('a'), '2026-06-10')

    expect([sameDay, otherKind, nextDay]).toEqual([false, true, true])
  })

  it('keeps everything, in order and with the same ids, while there is no network', async () => {
    const said = [outcome('a'), outcome('b')]
    for (const one of said) await sayOutcome(phone, one, DAY)
    await flushOutcomes(phone, server(() => ({ unreached: true })).send)
    const ids: string[] = []

    await flushOutcomes(phone, (items) => {
      ids.push(...items.map((item) => item.id))
      return Promise.resolve(TAKEN)
    })

    expect(ids).toEqual(said.map((one) => one.id))
  })

  it('survives a reload of the page', async () => {
    await sayOutcome(phone, outcome('a'), DAY)
    ;(await phone).close()
    const city = server()

    await flushOutcomes(openStore(name), city.send)

    expect(city.got).toEqual([['a']])
  })

  it('lets one bad outcome hold up no other', async () => {
    for (const offer of ['a', 'bad', 'c']) await sayOutcome(phone, outcome(offer), DAY)
    const city = server((items) => (items.some((item) => item.offer === 'bad') ? { refused: true } : TAKEN))

    const taken = await flushOutcomes(phone, city.send)

    expect([taken, await (await phone).count('outcomes')]).toEqual([2, 0])
  })

  it('sends a long wait in several batches', async () => {
    for (let at = 0; at < 120; at += 1) await sayOutcome(phone, outcome(`o${at}`), DAY)
    const city = server()

    await flushOutcomes(phone, city.send)

    expect(city.got.map((batch) => batch.length)).toEqual([50, 50, 20])
  })

  it('holds what may be undone, and never sends what was undone', async () => {
    const kept = outcome('kept', 'not_this')
    const undone = outcome('undone', 'not_this')
    await sayOutcome(phone, kept, DAY, true)
    await sayOutcome(phone, undone, DAY, true)
    const city = server()
    const before = await flushOutcomes(phone, city.send)

    await undoOutcome(phone, undone.id)
    await releaseOutcomes(phone)
    await flushOutcomes(phone, city.send)

    expect([before, city.got]).toEqual([0, [['kept']]])
  })

  it('lets an undone answer be given again', async () => {
    const first = outcome('a', 'not_this')
    await sayOutcome(phone, first, DAY, true)
    await undoOutcome(phone, first.id)

    const again = await sayOutcome(phone, outcome('a', 'not_this'), DAY, true)

    expect(again).toBe(true)
  })
})

describe('what was put away', () => {
  it('hides "not now" until tomorrow and "not this" for good', async () => {
    await putAway(phone, 'later', 'not_now', DAY)
    await putAway(phone, 'never', 'not_this', DAY)

    const today = await subjectsPutAway(phone, DAY)
    const tomorrow = await subjectsPutAway(phone, '2026-06-10')

    expect([today, tomorrow]).toEqual([new Set(['later', 'never']), new Set(['never'])])
  })

  it('brings a subject back when undone', async () => {
    await putAway(phone, 'never', 'not_this', DAY)

    await bringBack(phone, 'never')

    expect(await subjectsPutAway(phone, DAY)).toEqual(new Set())
  })

  it('forgets the last person whole', async () => {
    await putAway(phone, 'never', 'not_this', DAY)
    await sayOutcome(phone, outcome('a'), DAY)

    await forgetPerson(phone)

    const city = server()
    await flushOutcomes(phone, city.send)
    expect([city.got, await subjectsPutAway(phone, DAY)]).toEqual([[], new Set()])
  })
})

it('names the local day', () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
})
