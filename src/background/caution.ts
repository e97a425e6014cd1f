import { lossOf } from '../policy/lists'
import { siteOf } from '../policy/site'
import type { Caution } from '../protocol/caution'
import type { OpenCall, State } from './state'

/** Must the person be asked about this call, whatever rules and presets say? */
export function cautionOf({ sites, lists }: State, { call, account, origin }: Asked): Caution | null {
  const { told } = siteOf(sites, origin)
  // a template that names its pubkey knows who signs
  const isNamed = call.method === 'signEvent' && call.pubkey !== null
  if (told !== null && told !== account && call.method !== 'getPublicKey' && !isNamed) return { why: 'other-key', told }
  if (call.method === 'signPsbt') return { why: 'money' }
  if (call.method === 'signSchnorr') return { why: 'blind' }
  return call.method === 'signEvent' ? lossOf(lists, account, call.template) : null
}

type Asked = Pick<OpenCall, 'call' | 'account' | 'origin'>
