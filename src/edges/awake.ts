import browser from 'webextension-polyfill'

const ALARM = 'busy'
const BEAT = 20_000

let pulse: ReturnType<typeof setInterval> | undefined

/**
 * Keep the background alive while something is in flight. An API call every 20 s does it in Chromium and in Firefox;
 * socket traffic alone does not in Firefox (measured). Should the browser end us all the same, an alarm (every 30 s,
 * the shortest there is) brings us back to carry on from the journal.
 * @param beat called every 20 s while awake
 */
export function stayAwake(wanted: boolean, beat: () => void): void {
  if (wanted === (pulse !== undefined)) return
  if (!wanted) {
    clearInterval(pulse)
    pulse = undefined
    void browser.alarms.clear(ALARM)
    return
  }
  void browser.alarms.create(ALARM, { periodInMinutes: 0.5 })
  pulse = setInterval(() => {
    void browser.runtime.getPlatformInfo()
    beat()
  }, BEAT)
}

/** Nothing to do on an alarm but to be awake; it must be listened for at top level. */
export function onWake(task: () => void): void {
  browser.alarms.onAlarm.addListener(task)
}
