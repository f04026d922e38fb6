import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { openStore, type KeptChoice } from './store'
import { choices, countShown, forgetFrom, forgetOne, forgetTaste, keepWhere, learn, shownInVain, whereKept } from './taste'

const DAY = 96
let phone: ReturnType<typeof openStore>
let count = 0
beforeEach(() => {
  count += 1
  phone = openStore(`taste-${count}`)
})

const choice = (id: string, quarter: number, more: Partial<KeptChoice> = {}): KeptChoice => ({
  id,
  subject: 'palazzo-te',
  kind: 'museum',
  how: 'accepted',
  quarter,
  lat: 45.1,
  lon: 10.7,
  title: 'Palazzo Te',
  ...more,
})
const kept = async () => (await choices(phone)).map((one) => one.id)

describe('what one likes, kept on the phone', () => {
  it('counts the same thing once a day, and a refusal beside it', async () => {
    expect(await learn(phone, choice('a', 10 * DAY + 40))).toBe(true)
    expect(await learn(phone, choice('b', 10 * DAY + 80, { how: 'done' }))).toBe(false)
    expect(await learn(phone, choice('c', 11 * DAY))).toBe(true)
    expect(await learn(phone, choice('d', 10 * DAY + 41, { how: 'refused' }))).toBe(true)

    expect(await kept()).toEqual(['a', 'd', 'c'])
  })

  it('forgets one, since a day, and everything, as if it had never been', async () => {
    for (const day of [1, 2, 3, 4]) await learn(phone, choice(`d${day}`, day * DAY))
    await forgetOne(phone, 'd2')
    expect(await kept()).toEqual(['d1', 'd3', 'd4'])

    await forgetFrom(phone, 3 * DAY)
    expect(await kept()).toEqual(['d1'])

    await forgetFrom(phone, null)
    expect(await kept()).toEqual([])
  })

  it('counts what was shown in vain until one of it is chosen', async () => {
    await countShown(phone, 'event:music')
    await countShown(phone, 'event:music')
    await countShown(phone, 'museum')
    expect(await shownInVain(phone)).toEqual({ music: 2, museum: 1 })

    await learn(phone, choice('a', 1))
    expect(await shownInVain(phone)).toEqual({ music: 2 })
  })

  it('leaves nothing for the next person', async () => {
    await learn(phone, choice('a', 1))
    await countShown(phone, 'park')
    await keepWhere(phone, { on_phone: true, shared: ['event'], may_learn: true, utc_offset_s: 7200 })
    expect((await whereKept(phone)).on_phone).toBe(true)

    await forgetTaste(phone)

    const store = await phone
    expect([await store.count('choices'), await store.count('taste')]).toEqual([0, 0])
    expect((await whereKept(phone)).on_phone).toBe(false)
  })
})
