import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { language, t, tn, type Word } from '../../edges/words'
import { useNow } from '../clock'
import { ago } from '../format'
import { Act } from '../parts/act'
import { useFocusKept } from '../parts/focus'
import { presetName } from '../parts/preset'
import { Origin } from '../parts/site'
import { SiteDetails } from '../parts/site-details'
import { ruleVerdict } from '../phrases'
import {
  accountsSought,
  bySite,
  fits,
  isOn,
  isSiteFilter,
  isStop,
  SITE_FILTERS,
  type SiteFilter,
  type SiteGroup,
} from '../sites'
import type { ViewProps } from '../view'

/** From this many sites on there is a search field. */
const SEARCH_FROM = 8

const FILTERS = {
  all: 'sites_all',
  denied: 'sites_denied',
  never: 'sites_never',
  off: 'sites_off',
} as const satisfies Record<SiteFilter, Word>

/** What each site may do, the last used first. */
export function Sites(props: ViewProps) {
  const sought = useSignal('')
  const filter = useSignal<SiteFilter>('all')
  /** Chosen origins; null: nothing is being chosen. */
  const chosen = useSignal<ReadonlySet<string> | null>(null)
  const isPicking = chosen.value !== null
  useFocusKept(isPicking, isPicking ? '.pick input' : '.split button')
  const now = useMinute()
  const { sites, accounts } = props.snapshot
  const groups = useMemo(() => bySite(sites), [sites])
  const meant = accountsSought(accounts, sought.value)
  const shown = groups.filter((group) => fits(group, sought.value, filter.value, meant))
  const picked = shown.filter(({ origin }) => chosen.value?.has(origin)).map(({ origin }) => origin)
  const pick = (origins: Iterable<string> | null) => {
    chosen.value = origins && new Set(origins)
  }
  return (
    <div class="stack">
      <h1>{t('sites')}</h1>
      {groups.length >= SEARCH_FROM ? (
        <Seek
          seek={(text) => {
            sought.value = text
          }}
          filter={filter.value}
          setFilter={(next) => {
            filter.value = next
          }}
        />
      ) : null}
      <Count all={groups.length} shown={shown.length}>
        {/* two buttons, not one that changes its words: a second press is not meant for all */}
        {chosen.value !== null ? (
          <button key="all" type="button" class="button quiet" onClick={() => pick(shown.map(({ origin }) => origin))}>
            {t('sites_select_all')}
          </button>
        ) : shown.length > 1 ? (
          <button key="some" type="button" class="button quiet" onClick={() => pick([])}>
            {t('sites_select')}
          </button>
        ) : null}
      </Count>
      {shown.length > 0 ? (
        <ul class="card sites">
          {shown.map((group) =>
            chosen.value === null ? (
              <Item key={group.origin} of={[props.snapshot, now, language()]}>
                {() => <Row {...props} group={group} now={now} />}
              </Item>
            ) : (
              <Item key={group.origin} of={[props.snapshot, now, language(), chosen.value, shown.length]}>
                {() => <Pick {...props} group={group} now={now} picked={picked} pick={pick} />}
              </Item>
            ),
          )}
        </ul>
      ) : null}
      {chosen.value === null ? null : <Forget {...props} picked={picked} pick={pick} />}
    </div>
  )
}

/** ms since the epoch, true to the minute: no time in the list is finer. */
const useMinute = (): number => Math.floor(useNow() / 60_000) * 60_000

/** A row is drawn anew when `of` has changed, and not for every letter that is typed above the list. */
function Item({ of, children }: { of: readonly unknown[]; children: () => ComponentChildren }) {
  return <li>{useMemo(children, of)}</li>
}

interface SeekProps {
  seek: (text: string) => void
  filter: SiteFilter
  setFilter: (filter: SiteFilter) => void
}

const Seek = ({ seek, filter, setFilter }: SeekProps) => (
  <search class="seek">
    <input
      type="search"
      aria-label={t('sites_search')}
      placeholder={t('sites_search')}
      onInput={(event) => seek(event.currentTarget.value)}
    />
    <select
      aria-label={t('sites_show')}
      value={filter}
      onChange={({ currentTarget: { value } }) => isSiteFilter(value) && setFilter(value)}
    >
      {SITE_FILTERS.map((one) => (
        <option key={one} value={one}>
          {t(FILTERS[one])}
        </option>
      ))}
    </select>
  </search>
)

interface CountProps {
  all: number
  shown: number
  children: ComponentChildren
}

function Count({ all, shown, children }: CountProps) {
  if (shown === 0) {
    return (
      <p class="empty" role="status">
        {t(all === 0 ? 'sites_none' : 'sites_none_fit')}
      </p>
    )
  }
  return (
    <div class="split">
      <p class="note" role="status">
        {tn('sites_count', shown)}
      </p>
      {children}
    </div>
  )
}

interface RowProps extends ViewProps {
  group: SiteGroup
  now: number
}

/** Closed it is one line and a half; what is inside is drawn when it is opened. */
function Row({ group, now, ...props }: RowProps) {
  const open = useSignal(false)
  return (
    <details
      class="site"
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>
        <Origin origin={group.origin} />
        <About group={group} snapshot={props.snapshot} now={now} />
      </summary>
      {open.value ? <SiteDetails group={group} now={now} {...props} /> : null}
    </details>
  )
}

/** "Everyday · 4 rules · 7 minutes ago", "Denied until 1:00 PM · 4 rules · 7 minutes ago" */
function About({ group, snapshot, now }: Pick<RowProps, 'group' | 'snapshot' | 'now'>) {
  const rules = group.accounts.flatMap((site) => site.rules.filter((rule) => !isStop(rule)))
  const [first] = group.accounts
  const stop = first?.rules.find(isStop)
  const state = stop ? ruleVerdict(stop, now) : presetName(first?.preset ?? null)
  const said = [
    isOn(group, snapshot.settings) ? state : t('sites_off'),
    rules.length > 0 ? tn('rules_count', rules.length) : [],
    group.lastAt === null ? [] : ago(group.lastAt, now),
  ]
  return <span class="note about">{said.flat().join(' · ')}</span>
}

interface Picking {
  picked: readonly string[]
  pick: (origins: Iterable<string> | null) => void
}

function Pick({ group, picked, pick, ...about }: RowProps & Picking) {
  const { origin } = group
  const isPicked = picked.includes(origin)
  return (
    <label class="site pick">
      <input
        type="checkbox"
        checked={isPicked}
        onChange={() => pick(isPicked ? picked.filter((one) => one !== origin) : [...picked, origin])}
      />
      <Origin origin={origin} />
      <About group={group} {...about} />
    </label>
  )
}

/** What to do with the chosen sites, at the lower edge. */
function Forget({ commands, picked, pick }: ViewProps & Picking) {
  const forget = async () => {
    const outcome = await commands.forgetSites([...picked])
    if (outcome.ok) pick(null)
    return outcome
  }
  return (
    <footer class="actions bulk">
      <Act tone="danger" disabled={picked.length === 0} run={forget}>
        {picked.length === 0 ? t('forget') : tn('sites_forget', picked.length)}
      </Act>
      <button type="button" class="button quiet" onClick={() => pick(null)}>
        {t('cancel')}
      </button>
    </footer>
  )
}
