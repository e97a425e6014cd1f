import { after } from '../edges/clock'
import { clearNotification, type Notification, type NotificationEvent, notify } from '../edges/notify'
import { t, tn } from '../edges/words'
import type { Approval } from '../policy/approval'
import { heldCalls } from './held'
import type { Store } from './store'

/** Something waits for the unlock. */
const LOCKED = { id: 'locked' }

/** ms: the approval window comes up first, and where it is seen there is no need to ring. */
const PATIENCE = 1_500

/** A notification while something waits and nobody looks, where the person wants one. */
export interface Bell {
  watch(): void
  hear(event: NotificationEvent): void
}

/**
 * It rings once for each approval that comes first, not for those behind it: a site that asks much makes no noise.
 * @param isSeen does the person look at a panel?
 * @param show brings what waits to the front
 */
export function bell(store: Store, isSeen: () => boolean, show: () => Promise<void>): Bell {
  /** The approval that it rang for, or is about to; null: none, and no notification is left. */
  let at: string | null | undefined
  let callOff = (): void => undefined

  const first = (): Approval | typeof LOCKED | undefined => {
    if (!store.state.settings.notify || isSeen()) return undefined
    return store.state.approvals[0] ?? (heldCalls(store.state).length > 0 ? LOCKED : undefined)
  }

  function watch(): void {
    const id = first()?.id ?? null
    if (id === at) return
    callOff()
    at = id
    if (id === null) void clearNotification()
    else callOff = after(PATIENCE, ring)
  }

  function ring(): void {
    const approval = first()
    if (approval === LOCKED) void notify({ title: t('extName'), message: t('notify_locked') })
    else if (approval && 'origin' in approval) void notify(wordsOf(approval, store.state.approvals.length))
  }

  return {
    watch,
    hear(event) {
      if (event === 'clicked') return void show()
      store.update((state) => ({ ...state, settings: { ...state.settings, notify: event === 'allowed' } }))
    },
  }
}

/** The site and what it wants, without any content. */
function wordsOf({ origin, permission, callIds }: Approval, waiting: number): Notification {
  if (waiting > 1) return { title: t('extName'), message: tn('approvals_wait', waiting) }
  return { title: origin, message: wish(permission, callIds.length) }
}

function wish(permission: string, count: number): string {
  if (permission === 'get_public_key') return t('wants_public_key')
  if (permission.startsWith('sign_event')) return count === 1 ? t('notify_sign_single') : tn('notify_sign', count)
  if (permission === 'sign_psbt') return t('wants_payment')
  if (permission === 'sign_schnorr') return t('wants_hash')
  if (permission.endsWith('_encrypt')) return count === 1 ? t('wants_encrypt_single') : tn('wants_encrypt', count)
  return count === 1 ? t('wants_decrypt_single') : tn('wants_decrypt', count)
}
