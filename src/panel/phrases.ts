import { t, tn, type Word } from '../edges/words'
import type { Caution } from '../protocol/caution'
import type { Entity } from '../protocol/entity'
import { kindOf, type Permission } from '../protocol/permission'
import type { ApprovalView, AskedView, PendingView, RelayView, RowView, RuleView } from '../wire/panel'
import type { Media } from './content'
import { count, hour, moment, shortKey } from './format'
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
    case 'sign_psbt':
    case 'sign_schnorr':
      return t('asked_sign', t(THINGS[asked.method]))
  }
}

/** What is signed and is no event. */
const THINGS: Record<Thing, Word> = { sign_psbt: 'thing_payment', sign_schnorr: 'thing_hash' }

type Thing = 'sign_psbt' | 'sign_schnorr'

const isThing = (permission: Permission): permission is Thing => Object.hasOwn(THINGS, permission)

/** What a permission to sign is about: a kind of event, or a thing that is none; null: it signs nothing. */
function signedName(permission: Permission): string | null {
  const kind = kindOf(permission)
  if (kind !== null) return kindName(kind)
  return isThing(permission) ? t(THINGS[permission]) : null
}

/** A permission as a person reads it in a list. */
export function permissionTitle(permission: Permission): string {
  const signed = signedName(permission)
  if (signed !== null) return t('asked_sign', signed)
  if (permission === 'get_public_key') return t('asked_public_key')
  if (permission.endsWith('_encrypt')) return t('asked_encrypt')
  if (permission.endsWith('_decrypt')) return t('asked_decrypt')
  return permission
}

/** What a rule of this permission would be about: "short note", "Read an encrypted message". */
export const sortOf = (permission: Permission): string => signedName(permission) ?? permissionTitle(permission)

/** A log-in somewhere else in the user's name. */
export interface Login {
  at: 'address' | 'relay'
  address: string
  /** Of HTTP. */
  method?: string
}

/** Where a log-in leads; null where the approval is about none (NIP-98, NIP-42; the target is of `targetOf`). */
export function loginOf({ permission, target = '' }: Pick<ApprovalView, 'permission' | 'target'>): Login | null {
  if (permission === 'sign_event:22242') return { at: 'relay', address: target }
  if (permission !== 'sign_event:27235') return null
  const [, method, address = ''] = /^(?:([A-Za-z]+) )?(.*)$/s.exec(target) ?? []
  return { at: 'address', address, ...(method !== undefined && { method: method.toUpperCase() }) }
}

/** The question of an approval; the site's origin stands above it. */
export function question(approval: Pick<ApprovalView, 'calls' | 'permission' | 'target'>): string {
  const { calls } = approval
  const asked = calls[0]?.asked
  const login = loginOf(approval)
  if (login) return t(login.at === 'relay' ? 'wants_login_relay' : 'wants_login')
  if (!asked || asked.method === 'get_public_key') return t('wants_public_key')
  // asked about one by one (isOneByOne)
  if (asked.method === 'sign_psbt') return t('wants_payment')
  if (asked.method === 'sign_schnorr') return t('wants_hash')
  return calls.length === 1 ? wantsOne(asked) : wantsMany(asked, calls.length)
}

type Wanted = Exclude<AskedView, { method: 'get_public_key' | 'sign_psbt' | 'sign_schnorr' }>

function wantsOne(asked: Wanted): string {
  if (asked.method === 'sign_event') return t('wants_sign_single', kindName(asked.template.kind))
  return t(asked.method.endsWith('_encrypt') ? 'wants_encrypt_single' : 'wants_decrypt_single')
}

function wantsMany(asked: Wanted, many: number): string {
  if (asked.method === 'sign_event') return tn('wants_sign', many, kindName(asked.template.kind))
  return asked.method.endsWith('_encrypt') ? tn('wants_encrypt', many) : tn('wants_decrypt', many)
}

/** Where a request stands, in a sentence. */
export function stageSentence(call: Pick<PendingView, 'stage' | 'takenBy' | 'relays' | 'presence'>): string {
  const { stage, takenBy, relays, presence } = call
  if (stage === 'queued') return t('stage_queued')
  if (stage === 'connecting') return t('stage_connecting')
  if (stage === 'auth') return t('stage_auth')
  if (presence === 'reached') return t('stage_reached')
  if (presence === 'silent') return t('silent_signer')
  // a live relay that never says OK (signer/deadline.ts)
  if (takenBy === 0) return t('stage_unsaid')
  return t('stage_taken', String(takenBy), String(relays))
}

/** A rule's verdict and how long it holds; `now` in ms. */
export function ruleVerdict({ allow, until }: RuleView, now: number): string {
  if (until === null) return t(allow ? 'rule_allow' : 'rule_deny')
  if (until === 'session') return t(allow ? 'rule_allow_session' : 'rule_deny_session')
  const when = until - now < 86_400_000 ? hour(until) : moment(until)
  return t(allow ? 'rule_allow_until' : 'rule_deny_until', when)
}

/** How a relay is, for its light: never said by the light alone. `weak`: it is there, and of little use. */
export type RelayLight = 'open' | 'weak' | 'connecting' | 'closed'

export function relayLight({ state, health }: Pick<RelayView, 'state' | 'health'>): RelayLight {
  if (state !== 'open' || !health || health.reads) return state
  return health.writes === null || health.reads === null ? 'connecting' : 'weak'
}

/** A relay's state in words, beside its light: what it does where that was seen, else whether it is there. */
export function relayWord({ state, trouble, health }: Pick<RelayView, 'state' | 'trouble' | 'health'>): string {
  if (state === 'connecting') return t('relay_connecting')
  if (health?.clockOff || trouble?.code === 'clock-off') return t('relay_clock')
  if (state === 'closed') return t(trouble && trouble.code !== 'no-relay' ? 'relay_refuses' : 'relay_closed')
  if (!health) return t('relay_open')
  const { writes, reads, roundTrip } = health
  if (reads) return roundTrip === null ? t('relay_good') : t('relay_good_in', count(roundTrip))
  if (writes === null || reads === null) return t('relay_checking')
  if (writes) return t('relay_unread')
  return t(trouble ? 'relay_refuses' : 'relay_silent')
}

const LOSSES: Readonly<Record<number, (removed: number, of: string) => string>> = {
  3: (removed, of) => tn('loss_follows', removed, of),
  10000: (removed, of) => tn('loss_mutes', removed, of),
  10002: (removed, of) => tn('loss_relays', removed, of),
  10003: (removed, of) => tn('loss_bookmarks', removed, of),
  30000: (removed, of) => tn('loss_people', removed, of),
}

function lossSentence({ removed, of }: Extract<Caution, { why: 'list-loss' }>, kind: number): string {
  const ofKind = LOSSES[kind]
  return ofKind ? ofKind(removed, count(of)) : tn('loss_entries', removed, count(of), kindName(kind))
}

/** What is said above the matter of a call. Of Bitcoin the matter itself says it: see parts/bitcoin-*. */
export type ToldCaution = Exclude<Caution, { why: 'money' | 'blind' }>

export const isTold = (caution: Caution): caution is ToldCaution => caution.why !== 'money' && caution.why !== 'blind'

/** What is wrong with a call, in a sentence. @param kind of the event that would be signed; null: none would be */
export function cautionSentence(caution: ToldCaution, kind: number | null): string {
  switch (caution.why) {
    case 'list-loss':
      return lossSentence(caution, kind ?? -1)
    case 'private-loss':
      return t('private_loss', kindName(kind ?? -1))
    case 'other-key':
      return t(kind === null ? 'other_key' : 'other_key_signs')
  }
}

const ADVICE: Record<ToldCaution['why'], Word> = {
  'list-loss': 'list_loss_advice',
  'private-loss': 'private_loss_advice',
  'other-key': 'other_key_advice',
}

/** What to do about it. */
export const cautionAdvice = ({ why }: ToldCaution): string => t(ADVICE[why])

/** A mention in a text, shortened. */
export function entityName(entity: Entity): string {
  switch (entity.type) {
    case 'profile':
      return t('entity_profile', shortKey(entity.npub))
    case 'event':
      return t('entity_event', shortKey(entity.id))
    case 'address':
      return addressName(entity.kind, entity.name, entity.author)
    case 'secret':
      return t('entity_secret')
  }
}

/** Something by its kind, its name and who it is of: "article “on-knots” · npub1…". @param author an npub */
export function addressName(kind: number, name: string, author: string): string {
  const by = shortKey(author)
  return name ? t('entity_address', kindName(kind), name, by) : t('entity_of', kindName(kind), by)
}

const MEDIA: Record<Media, Word> = { picture: 'tag_picture', video: 'media_video', sound: 'media_sound' }

export const mediaName = (media: Media): string => t(MEDIA[media])

/** "Decrypting 37 of 120." */
export function rowTitle({ permission, done, of }: Pick<RowView, 'permission' | 'done' | 'of'>): string {
  const signed = signedName(permission)
  if (signed !== null) return tn('row_sign', of, count(done), signed)
  return permission.endsWith('_encrypt') ? tn('row_encrypt', of, count(done)) : tn('row_decrypt', of, count(done))
}
