import { t, tn } from '../edges/words'
import { kindOf, type Permission } from '../protocol/permission'
import type { ApprovalView, AskedView, PendingView, RelayView, RuleView } from '../wire/panel'
import { hour, moment } from './format'
import { kindName } from './kinds'

/** What is asked, as a short title: "Sign: short note". */
export function askedTitle(asked: AskedView): string {
  switch (asked.method) {
    case 'get_public_key':
      return t('asked_public_key')
    case 'sign_event':
      return t('asked_sign', kindName(asked.template.kind))
    case 'nip04_encrypt':
    case 'nip44_encrypt':
      return t('asked_encrypt')
    case 'nip04_decrypt':
    case 'nip44_decrypt':
      return t('asked_decrypt')
  }
}

/** A permission as a person reads it in a list. */
export function permissionTitle(permission: Permission): string {
  const kind = kindOf(permission)
  if (kind !== null) return t('asked_sign', kindName(kind))
  if (permission === 'get_public_key') return t('asked_public_key')
  if (permission.endsWith('_encrypt')) return t('asked_encrypt')
  if (permission.endsWith('_decrypt')) return t('asked_decrypt')
  return permission
}

/** The question of an approval, said of the site whose origin stands above it. */
export function question({ calls }: Pick<ApprovalView, 'calls'>): string {
  const asked = calls[0]?.asked
  if (!asked || asked.method === 'get_public_key') return t('wants_public_key')
  if (asked.method === 'sign_event') return tn('wants_sign', calls.length, kindName(asked.template.kind))
  return asked.method.endsWith('_encrypt') ? tn('wants_encrypt', calls.length) : tn('wants_decrypt', calls.length)
}

/** Where a request stands, in a sentence. */
export function stageSentence(call: Pick<PendingView, 'stage' | 'takenBy' | 'relays' | 'presence'>): string {
  const { stage, takenBy, relays, presence } = call
  if (stage === 'connecting') return t('stage_connecting')
  if (stage === 'auth') return t('stage_auth')
  if (presence === 'reached') return t('stage_reached')
  if (presence === 'silent') return t('stage_silent')
  return t('stage_taken', String(takenBy), String(relays))
}

/** A rule's verdict and how long it holds; `now` in ms. */
export function ruleVerdict({ allow, until }: RuleView, now: number): string {
  if (until === null) return t(allow ? 'rule_allow' : 'rule_deny')
  if (until === 'session') return t(allow ? 'rule_allow_session' : 'rule_deny_session')
  const when = until - now < 86_400_000 ? hour(until) : moment(until)
  return t(allow ? 'rule_allow_until' : 'rule_deny_until', when)
}

/** A relay's state in a word, beside its light. */
export function relayWord({ state }: Pick<RelayView, 'state'>): string {
  if (state === 'open') return t('relay_open')
  return t(state === 'connecting' ? 'relay_connecting' : 'relay_closed')
}
