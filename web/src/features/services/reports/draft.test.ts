// @vitest-environment node
import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { openStore } from '~/offline/store'
import { askedFor, asReport, dropReport, emptyDraft, keepReport, keptReport, saysWhere } from './draft'

it('comes back as it was left, picture and all, and goes when the server has it', async () => {
  const phone = openStore('draft-test')
  const draft = { ...emptyDraft('one'), kind: 'lamp', lat: 45.15, lon: 10.79, text: 'Dark', picture: 'data:,x', waiting: true }

  await keepReport(phone, draft)
  const kept = await keptReport(phone)
  await dropReport(phone)

  expect(kept).toEqual(draft)
  expect(await keptReport(phone)).toBeNull()
})

it('says where by position, by words or by place', () => {
  const nowhere = emptyDraft('one')

  expect(saysWhere(nowhere)).toBe(false)
  expect(saysWhere({ ...nowhere, address: '  ' })).toBe(false)
  expect(saysWhere({ ...nowhere, address: 'Via Roma 39' })).toBe(true)
  expect(saysWhere({ ...nowhere, lat: 45, lon: 10 })).toBe(true)
  expect(saysWhere({ ...nowhere, place: 'palazzo-te' })).toBe(true)
})

it('sends no picture and no name of the place with its words', () => {
  const sent = asReport({ ...emptyDraft('one'), kind: 'lamp', text: ' Dark ', picture: 'data:,x', placeName: 'Te', place: 'te' })

  expect(sent).toEqual({ id: 'one', kind: 'lamp', lat: null, lon: null, address: '', place: 'te', text: 'Dark', answers: {} })
})

it('begins with what the way to it says', () => {
  expect(askedFor('')).toEqual({})
  expect(askedFor('?place=mantova%3Ate&name=Palazzo+Te&kind=bench')).toEqual({
    place: 'mantova:te',
    placeName: 'Palazzo Te',
    kind: 'bench',
    answers: {},
  })
  expect(askedFor('?place=te')).toEqual({ place: 'te', placeName: 'te' })
})
