import type { ComponentType, LazyExoticComponent } from 'react'
import { feature } from './feature'

interface Route {
  path: string
  page: LazyExoticComponent<ComponentType>
  /** `resident` pages stand in the frame with the five places; `desk` pages bring their own. */
  frame: 'resident' | 'desk'
}

/** Every address of the app. Deeper addresses under a `*` are routed by the feature itself. */
export const routes: Route[] = [
  { path: '/', frame: 'resident', page: feature('today', () => import('~/features/today')) },
  { path: '/around', frame: 'resident', page: feature('places', () => import('~/features/places')) },
  { path: '/t/:code', frame: 'resident', page: feature('places', () => import('~/features/places/totem')) },
  { path: '/counted', frame: 'resident', page: feature('places', () => import('~/features/places/counted')) },
  { path: '/trails/:id?', frame: 'resident', page: feature('places_trails', () => import('~/features/places/trails')) },
  { path: '/places/*', frame: 'resident', page: feature('places', () => import('~/features/places/place')) },
  { path: '/events/*', frame: 'resident', page: feature('places', () => import('~/features/places/event')) },
  { path: '/way/*', frame: 'resident', page: feature('places_way', () => import('~/features/places/way')) },
  { path: '/services/*?', frame: 'resident', page: feature('services', () => import('~/features/services')) },
  { path: '/records/*?', frame: 'resident', page: feature('records', () => import('~/features/records')) },
  {
    path: '/assistant/log',
    frame: 'resident',
    page: feature('assistant_conversation_log', () => import('~/features/assistant/conversation/log')),
  },
  { path: '/verify', frame: 'resident', page: feature('verify', () => import('~/features/verify')) },
  { path: '/me/*?', frame: 'resident', page: feature('residents', () => import('~/features/residents')) },
  { path: '/sign-in/*?', frame: 'resident', page: feature('signin', () => import('~/features/signin')) },
  { path: '/personas', frame: 'resident', page: feature('signin', () => import('~/features/signin/PersonasPage')) },
  { path: '/desk/*?', frame: 'desk', page: feature('desk', () => import('~/features/desk')) },
]
