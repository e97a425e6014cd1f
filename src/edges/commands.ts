import browser, { type Commands } from 'webextension-polyfill'

/** Named in the manifest; there are none in Firefox for Android. */
const ALLOW = 'allow-topmost'

/** The person pressed the keys for it, whatever page they are on. Must be called at top level: it wakes us. */
export function onAllowKey(task: () => void): void {
  const commands = browser.commands as Commands.Static | undefined
  commands?.onCommand.addListener((name) => {
    if (name === ALLOW) task()
  })
}
