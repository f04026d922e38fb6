import { beaconSound } from '~/geo/callouts'

type Sound = ReturnType<typeof beaconSound>

/** A sound that comes from where one wants to go, as long as one wants to go there. */
export class Beacon {
  #context: AudioContext | null = null
  #sound: Sound | null = null
  #timer = 0

  /** Start; only from a press, or the browser keeps it silent. */
  start(): void {
    this.#context ??= new AudioContext()
    void this.#context.resume()
    window.clearTimeout(this.#timer)
    this.#tick()
  }

  /** Tell it where the target is now. */
  aim(sound: Sound): void {
    this.#sound = sound
  }

  stop(): void {
    window.clearTimeout(this.#timer)
    void this.#context?.close()
    this.#context = null
    this.#sound = null
  }

  #tick = (): void => {
    if (!this.#context) return
    const sound = this.#sound
    if (sound && !sound.arrived) this.#click(this.#context, sound)
    this.#timer = window.setTimeout(this.#tick, sound?.interval_ms ?? 500)
  }

  /** A short tone: higher on course, dull behind one's back, from the side where the target is. */
  #click(context: AudioContext, { pan, muffled, onCourse }: Sound): void {
    const at = context.currentTime
    const tone = new OscillatorNode(context, { type: 'triangle', frequency: onCourse ? 880 : 587 })
    const dull = new BiquadFilterNode(context, { type: 'lowpass', frequency: muffled ? 500 : 8000 })
    const loud = new GainNode(context, { gain: 0 })
    loud.gain.setValueAtTime(0, at)
    loud.gain.linearRampToValueAtTime(0.3, at + 0.005)
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.12)
    tone.connect(dull).connect(loud).connect(new StereoPannerNode(context, { pan })).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.13)
  }
}
