import browser from 'webextension-polyfill'

const ALARM = 'busy'
const BEAT = 20_000

let pulse: ReturnType<typeof setInterval> | undefined
/** Null until it is first said: an alarm of a former life may still be set. */
let awake: boolean | null = null

/**
 * Keep the background alive while something is in flight. An API call every 20 s does it in Chromium and in Firefox;
 * socket traffic alone does not in Firefox (measured). Should the browser end us all the same, an alarm (every 30 s,
 * the shortest there is) brings us back to carry on from the journal.
 * @param beat called every 20 s while awake; `slept`: the computer was asleep since the last one, or the clock was set
 */
export function stayAwake(wanted: boolean, beat: (slept: boolean) => void): void {
  if (wanted === awake) return
  awake = wanted
  if (!wanted) {
    clearInterval(pulse)
    void browser.alarms.clear(ALARM)
    return
  }
  void browser.alarms.create(ALARM, { periodInMinutes: 0.5 })
  let last = Date.now()
  pulse = setInterval(() => {
    void browser.runtime.getPlatformInfo()
    const slept = Math.abs(Date.now() - last - BEAT) > BEAT
    last = Date.now()
    beat(slept)
  }, BEAT)
}

/** Nothing to do on an alarm but to be awake; it must be listened for at top level. */
export function onWake(task: () => void): void {
  browser.alarms.onAlarm.addListener(task)
}
