import { useCallback, useEffect, useState } from 'react'
import { api, ask } from '~/api/client'
import { useOnline } from '~/app/useOnline'
import { forgetWalk, keepWalk, merged, ownWalks, type Walk, walkOf } from '~/offline/walks'
import type { Stop, Trail } from './useTrails'

/** Whether a stop is done: reached, and its question answered or passed over. */
export function isDone(walk: Walk, stop: Stop): boolean {
  return Boolean(walk.reached[stop.id]) && (stop.answers.length === 0 || Boolean(walk.solved[stop.id]))
}

/** Where one is on a trail: kept on the phone, and laid together with one's group whenever there is a network. */
export function useWalk(trail: Trail) {
  const [walk, setWalk] = useState<Walk | null>(null)
  const online = useOnline()
  const none: Walk = { trail: trail.id, reached: {}, solved: {}, group: null }

  useEffect(() => {
    void ownWalks()
      .then((open) => walkOf(open, trail.id, new Date()))
      .catch(() => ({ trail: trail.id, reached: {}, solved: {}, group: null }))
      .then(setWalk)
  }, [trail.id])

  const change = useCallback((next: Walk) => {
    setWalk(next)
    void ownWalks().then((open) => keepWalk(open, next)).catch(() => undefined)
  }, [])
  const forget = () => {
    setWalk(none)
    void ownWalks().then((open) => forgetWalk(open, trail.id)).catch(() => undefined)
  }

  const code = walk?.group?.code
  const mine = walk ? trail.stops.filter((stop) => isDone(walk, stop)).map((stop) => stop.id) : []
  const told = mine.join(' ')
  const share = useCallback(() => {
    if (!code) return
    const body = { trail: trail.id, solved: told ? told.split(' ') : [] }
    ask(api.POST('/api/v1/trail-groups/{code}', { params: { path: { code } }, body })).then(
      ({ data }) =>
        setWalk((now) => {
          if (!now) return now
          const next = merged(now, code, data.solved, data.until)
          void ownWalks().then((open) => keepWalk(open, next)).catch(() => undefined)
          return next
        }),
      () => undefined, // It is told again when the network is back.
    )
  }, [code, told, trail.id])
  useEffect(() => {
    if (online) share()
  }, [online, share])

  return { walk, mine, change, forget, share }
}
