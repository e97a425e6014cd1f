import browser from 'webextension-polyfill'

const ALARM = 'busy'
const BEAT = 20_000

let pulse: ReturnType<typeof setInterval> | undefined
/** Null until it is first said: an alarm of a former life may still be set. */
let awake: boolean | null = null

/** When the clock was last looked at, while awake. */
let lookedAt = 0

/** Was the computer asleep, or its clock set, since this was last asked? It must be asked at least with every beat. */
export function hasSlept(): boolean {
  const gap = Date.now() - lookedAt
  lookedAt = Date.now()
  return awake === true && (gap > 2 * BEAT || gap < 0)
}

/**
 * Keep the background alive while something is in flight. An API call every 20 s does it in Chromium and in Firefox;
 * socket traffic alone does not in Firefox (measured). Should the browser end us all the same, an alarm (every 30 s,
 * the shortest there is) brings us back to carry on from the journal.
 * @param beat called every 20 s while awake
 */
export function stayAwake(wanted: boolean, beat: () => void): void {
  if (wanted === awake) return
  awake = wanted
  if (!wanted) {
    clearInterval(pulse)
    void browser.alarms.clear(ALARM)
    return
  }
  void browser.alarms.create(ALARM, { periodInMinutes: 0.5 })
  lookedAt = Date.now()
  pulse = setInterval(() => {
    void browser.runtime.getPlatformInfo()
    beat()
  }, BEAT)
}

const IDLE = 'idle'

/** When that alarm will ring (ms); undefined: not known in this life. */
let ringsAt: number | null | undefined

/**
 * Be woken at a time, even where the background has ended. One that rings earlier is left: who is woken too early asks
 * again, and is not to set an alarm with every call.
 * @param at ms since the epoch, null: not at all
 */
export function wakeAt(at: number | null): void {
  if (at === null) {
    if (ringsAt !== null) void browser.alarms.clear(IDLE)
    ringsAt = null
    return
  }
  if (ringsAt && ringsAt > Date.now() && ringsAt <= at) return
  ringsAt = at
  void browser.alarms.create(IDLE, { when: at })
}

/** Nothing to do on an alarm but to be awake; it must be listened for at top level. */
export function onWake(task: () => void): void {
  browser.alarms.onAlarm.addListener(task)
}
