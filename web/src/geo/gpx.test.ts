import { describe, expect, it } from 'vitest'
import { distance_m } from './geo'
import { nudged, onTheWay, spotsOf } from './gpx'

const GPX = `<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="45.0" lon="10.0"/><trkpt lat="45.001" lon="10.0"/><trkpt lat="95" lon="10"/><trkpt lat="45.001" lon="10.001"/>
</trkseg></trk></gpx>`

describe('a walk from a GPX file', () => {
  it('has the spots of its track, without those that are none', () => {
    expect(spotsOf(GPX)).toHaveLength(3)
    expect(spotsOf('<gpx><rte><rtept lat="1" lon="2"/></rte></gpx>')).toEqual([{ lat: 1, lon: 2 }])
    expect([spotsOf('not xml'), spotsOf('<gpx/>')]).toEqual([[], []])
  })

  it('is walked along, looking ahead, to its end', () => {
    const spots = spotsOf(GPX)

    const half = onTheWay(spots, 55.6)!
    const turned = onTheWay(spots, 150)!

    expect([half.here.lat.toFixed(4), half.heading_deg, half.done]).toEqual(['45.0005', 0, false])
    expect(turned.heading_deg).toBeCloseTo(90, 1)
    expect(onTheWay(spots, 1e6)).toMatchObject({ here: { lat: 45.001, lon: 10.001 }, done: true })
    expect(onTheWay([], 1)).toBeNull()
  })
})

it('nudges a point by metres', () => {
  const from = { lat: 45, lon: 10 }

  expect(distance_m(from, nudged(from, 10, 0))).toBeCloseTo(10, 1)
  expect(distance_m(from, nudged(from, 0, -10))).toBeCloseTo(10, 1)
  expect(nudged({ lat: 0, lon: 180 }, 0, 50).lon).toBeLessThan(-179.9)
})
