import { useSignal } from '@preact/signals'
import { Fragment } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { after } from '../../edges/clock'
import { t, type Word } from '../../edges/words'
import { type Outcome, succeed } from '../../protocol/error'
import type { Preset, Verdict } from '../../wire/panel'
import { count } from '../format'
import { Act, type Tone } from './act'
import { PRESET_WORDS } from './preset-choice'
import { type Care, useRipe } from './use-care'

/** A press meant for the page behind, or for waking this window, must not decide: buttons live this much later, ms. */
const ARMING_MS = 400

/** @param allow "once", as the button does it; null: the buttons are not live */
type See = (allow: (() => void) | null) => void

type Decide = (verdict: Verdict, preset?: Preset) => Promise<Outcome<void>>

interface VerdictsProps {
  decide: Decide
  /** Told when the buttons come to be live, and when they are not any more; never where `isWary`. */
  see: See
  /** Whether Escape denies: in a popup the browser takes it to close the popup. */
  escapes: boolean
  manner: Manner
  /** What Allow waits for besides; null: nothing. */
  care: Care | null
}

/** What there is to be decided. */
export interface Manner {
  /** On first contact: what the site is to be from now on, which makes a verdict for a time needless. */
  preset: Preset | null
  /** Nothing but this once: no rule may come of it. */
  onceOnly: boolean
  /** Better denied: see `isWary` of alarms.ts. */
  isWary: boolean
  /** What an "always" holds for; null: whatever the site asks of this sort. */
  boundTo: 'address' | 'relay' | null
  /** That sort. */
  sort: string
  /** How many are asked for, and how many of them are not left out. Deny denies all. */
  all: number
  chosen: number
}

const DENY: Verdict = { kind: 'deny' }
const ONCE: Verdict = { kind: 'once' }

interface Button {
  label: string
  tone: Tone
  verdict: Verdict
  remembers?: boolean
}

/** Buttons that belong together, and what they are about. */
interface Group {
  about: string | null
  buttons: Button[]
}

/** What denies stands at the beginning of its line, what allows at its end. */
function groupsOf({ preset, onceOnly, isWary, boundTo, sort, all, chosen }: Manner): Group[] {
  const deny = { label: all > 1 ? t('deny_all', count(all)) : t('deny'), verdict: DENY }
  const once = { label: all > 1 ? t('allow_some_once', count(chosen)) : t('allow_once'), verdict: ONCE }
  const { never, always } = LASTING[boundTo ?? 'sort']
  const neverAgain: Button = { label: t(never), tone: 'quiet', verdict: { kind: 'never' } }
  const forGood: Button = { label: t(always), tone: 'quiet', verdict: { kind: 'always' } }
  const about = boundTo ? null : t('remembers', sort)
  if (onceOnly || isWary) {
    const warned: Group = {
      about: null,
      buttons: [
        { ...deny, tone: 'main' },
        { ...once, tone: 'plain' },
      ],
    }
    return onceOnly ? [warned] : [warned, { about, buttons: [neverAgain] }]
  }
  if (!preset)
    return [
      {
        about: null,
        buttons: [
          { ...deny, tone: 'plain' },
          { ...once, tone: 'main' },
        ],
      },
      { about, buttons: [neverAgain, forGood] },
    ]
  const label = all > 1 ? t('allow_some_and_remember', count(chosen)) : t('allow_and_remember')
  return [
    {
      about: t('remembers', t(PRESET_WORDS[preset].name)),
      buttons: [
        { ...deny, tone: 'plain' },
        { label, tone: 'main', verdict: ONCE, remembers: true },
      ],
    },
    { about: t('only_this', sort), buttons: [neverAgain, { ...once, tone: 'quiet' }, forGood] },
  ]
}

const LASTING: Record<'address' | 'relay' | 'sort', { never: Word; always: Word }> = {
  address: { never: 'never_address', always: 'always_address' },
  relay: { never: 'never_relay', always: 'always_relay' },
  sort: { never: 'never', always: 'always' },
}

/** What a person may decide, within thumb's reach at the lower edge. */
export function Verdicts({ decide, see, escapes, care, manner }: VerdictsProps) {
  const { preset, onceOnly, isWary } = manner
  const armed = useArmed()
  const ripe = useRipe(care)
  const isLive = (verdict: Verdict): boolean => armed.value && (ripe || verdict.kind === 'deny')
  const guarded: Decide = (verdict, chosen) =>
    isLive(verdict) ? decide(verdict, chosen) : Promise.resolve(succeed(undefined))
  useEscape(() => void guarded(DENY), escapes)
  useSeen(see, isLive(ONCE) && !isWary, () => void guarded(ONCE))
  return (
    <footer class={preset ? 'verdicts first' : 'verdicts'}>
      {care?.told}
      {groupsOf(manner).map(({ about, buttons }, i) => (
        <Fragment key={i}>
          {about === null ? null : <p class="note">{about}</p>}
          {buttons.map(({ label, tone, verdict, remembers }) => (
            <Act
              key={remembers ? 'remember' : verdict.kind}
              tone={tone}
              disabled={!isLive(verdict)}
              run={() => (remembers && preset ? guarded(verdict, preset) : guarded(verdict))}
            >
              {label}
            </Act>
          ))}
        </Fragment>
      ))}
      {preset || onceOnly || isWary ? null : <ForTime armed={armed.value} decide={guarded} />}
    </footer>
  )
}

const TIMES: readonly { word: Word; minutes: number | null }[] = [
  { word: 'time_5_minutes', minutes: 5 },
  { word: 'time_1_hour', minutes: 60 },
  { word: 'time_8_hours', minutes: 480 },
  { word: 'time_session', minutes: null },
]

function ForTime({ decide, armed }: Pick<VerdictsProps, 'decide'> & { armed: boolean }) {
  const chosen = useSignal(0)
  const minutes = TIMES[chosen.value]?.minutes ?? null
  return (
    <details class="for-time">
      <summary>{t('for_time')}</summary>
      <select
        aria-label={t('for_time')}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = Number(event.currentTarget.value)
        }}
      >
        {TIMES.map(({ word }, i) => (
          <option key={word} value={i}>
            {t(word)}
          </option>
        ))}
      </select>
      <div class="actions">
        <Act disabled={!armed} run={() => decide({ kind: 'deny-for', minutes })}>
          {t('deny_for')}
        </Act>
        <Act disabled={!armed} run={() => decide({ kind: 'allow-for', minutes })}>
          {t('allow_for')}
        </Act>
      </div>
    </details>
  )
}

/**
 * False for the first moments of a question (the caller gives each its own key), and again when the window comes to
 * the front: the click that brings it there would land on a button. A button loses the focus while it is off, and gets
 * it back.
 */
export function useArmed(ms = ARMING_MS) {
  const armed = useSignal(false)
  const held = useRef<HTMLElement | null>(null)
  useEffect(() => {
    let stop = (): void => undefined
    const arm = () => {
      stop()
      held.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      armed.value = false
      stop = after(ms, () => {
        armed.value = true
      })
    }
    arm()
    addEventListener('focus', arm)
    return () => {
      stop()
      removeEventListener('focus', arm)
    }
  }, [armed])
  useEffect(() => {
    if (armed.value && document.activeElement === document.body) held.current?.focus()
  }, [armed.value])
  return armed
}

/**
 * What the keys of the browser do is what the button does, with what is skipped now. Told when the buttons come to be
 * live, and not with every drawing.
 */
function useSeen(see: See, isLive: boolean, allow: () => void): void {
  const newest = useRef(allow)
  newest.current = allow
  useEffect(() => {
    if (!isLive) return
    see(() => newest.current())
    return () => see(null)
  }, [isLive])
}

function useEscape(task: () => void, live: boolean): void {
  useEffect(() => {
    if (!live) return
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') task()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
}
