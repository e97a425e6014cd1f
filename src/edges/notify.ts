import browser from 'webextension-polyfill'

/** One at a time: a later one takes the place of an earlier. */
const ID = 'approvals'

const WISH = { permissions: ['notifications' as const] }

/** Not there until the person allowed it. */
const notifications = (): typeof browser.notifications | undefined => browser.notifications

/** Has the person allowed them, by the browser's own question? */
export const canNotify = (): boolean => notifications() !== undefined

/** Never a content: whoever stands behind the person reads it too. */
export interface Notification {
  title: string
  message: string
}

/** Does nothing where notifications are not allowed. */
export async function notify(text: Notification): Promise<void> {
  const iconUrl = browser.runtime.getURL('icons/icon-128.png')
  await notifications()
    ?.create(ID, { type: 'basic', iconUrl, ...text })
    .catch(() => undefined)
}

export async function clearNotification(): Promise<void> {
  await notifications()
    ?.clear(ID)
    .catch(() => undefined)
}

/** Ask the person, by the browser's own question. Only on a click, and in a page of ours. @returns the answer */
export const askToNotify = (): Promise<boolean> => browser.permissions.request(WISH).catch(() => false)

export type NotificationEvent = 'clicked' | 'allowed' | 'forbidden'

/**
 * Must be called at top level. That notifications were allowed is heard here too: the browser's question may have closed
 * the popup that asked for it.
 */
export function onNotification(task: (event: NotificationEvent) => void): void {
  const isOurs = ({ permissions = [] }: { permissions?: string[] }) => permissions.includes('notifications')
  const clicked = (id: string) => {
    if (id === ID) task('clicked')
  }
  const listen = () => notifications()?.onClicked.addListener(clicked)
  listen()
  browser.permissions.onAdded.addListener((added) => {
    if (!isOurs(added)) return
    listen()
    task('allowed')
  })
  browser.permissions.onRemoved.addListener((removed) => {
    if (isOurs(removed)) task('forbidden')
  })
}
