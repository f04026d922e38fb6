/** Which part of a picture all around is in sight. */
export interface View {
  /** To where one looks, degrees clockwise from the middle of the picture, at least 0 and below 360. */
  yaw_deg: number
  /** How far up, from -80 to 80. */
  pitch_deg: number
  /** How much is in sight from top to bottom: less is nearer. */
  high_deg: number
}

export const FIRST_VIEW: View = { yaw_deg: 0, pitch_deg: 8, high_deg: 70 }
const STEP_DEG = 15
const PITCH_MAX = 80
const HIGH_MIN = 30
const HIGH_MAX = 90

export type Move = 'left' | 'right' | 'up' | 'down' | 'nearer' | 'farther'

/** What each key does, as on a map: arrows turn, plus and minus bring nearer and farther. */
export const KEYS: Record<string, Move> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  '+': 'nearer',
  '=': 'nearer',
  '-': 'farther',
}

const STEPS: Record<Move, [yaw: number, pitch: number, high: number]> = {
  left: [-STEP_DEG, 0, 0],
  right: [STEP_DEG, 0, 0],
  up: [0, STEP_DEG, 0],
  down: [0, -STEP_DEG, 0],
  nearer: [0, 0, -STEP_DEG],
  farther: [0, 0, STEP_DEG],
}

export function moved(view: View, move: Move): View {
  const [yaw, pitch, high] = STEPS[move]
  return turned({ ...view, high_deg: Math.max(HIGH_MIN, Math.min(HIGH_MAX, view.high_deg + high)) }, yaw, pitch)
}

/** Turn by some degrees; one goes round and round, but never over one's own head. */
export function turned(view: View, right_deg: number, up_deg: number): View {
  return {
    ...view,
    yaw_deg: (((view.yaw_deg + right_deg) % 360) + 360) % 360,
    pitch_deg: Math.max(-PITCH_MAX, Math.min(PITCH_MAX, view.pitch_deg + up_deg)),
  }
}

export const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const

/** Name the direction in which one looks; the middle of the picture is north. */
export function directionOf({ yaw_deg }: View): (typeof DIRECTIONS)[number] {
  return DIRECTIONS[Math.floor((yaw_deg + 22.5) / 45) % 8]!
}
