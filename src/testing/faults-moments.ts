import type { InFlight, Line } from '../signer/line'
import { type Given, type Household, SITE } from './household'
import { keys, signAs } from './keys'
import type { Page } from './page'

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const USER = keys(2)

/** Somebody waits: a page for its answer, or the person for a phone that is to be paired. */
export interface Waiting {
  page: Page | null
  /** What the person does anyway: allows it, or scans the code. */
  act(): Promise<void>
  ending(): Promise<string | null>
}

const journal = ({ machine }: Household, prefix: string) =>
  Object.entries(machine.disk.session).flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []))
/** With their requests, which have records of their own. */
export const lines = (home: Household): Line[] =>
  (journal(home, 'line:') as Line[]).map((line) => {
    const requests = journal(home, `request:${line.id}:`) as InFlight[]
    return { ...line, requests: Object.fromEntries(requests.map((request) => [request.id, request])) }
  })
const stageOf = (home: Household) => (journal(home, 'call:')[0] as { stage: { at: string } } | undefined)?.stage.at
const isOpen = (home: Household): boolean => !['answered', undefined].includes(stageOf(home))
const deliveries = (home: Household): string[] =>
  lines(home).flatMap(({ requests }) =>
    Object.values(requests).flatMap((request) => Object.values(request.deliveries).map(({ state }) => state)),
  )

async function pair(home: Household): Promise<Waiting> {
  const panel = await home.panel()
  await panel.run(
    'pairByQr',
    home.relays.map(({ url }) => url),
  )
  await home.until(() => panel.snapshot().pairing !== null)
  const token = panel.snapshot().pairing?.token ?? ''
  panel.close()
  await home.pass(10)
  return {
    page: null,
    async act() {
      await home.pass(2_000)
      home.signer.scan(token)
    },
    ending: async () => (home.machine.faults.full.size > 0 ? pairedInPanel(home) : pairedOnDisk(home)),
  }
}

function pairedOnDisk(home: Household): string | null {
  const [user] = Object.keys(home.machine.disk.local).flatMap((key) => /^session:(.*)$/.exec(key)?.[1] ?? [])
  if (user !== undefined) return user === USER.pubkey ? 'answer' : 'UNCHECKED'
  const pairing = lines(home).find((line) => line.pairing)?.pairing
  if (!pairing) return 'let go'
  return pairing.stage === 'failed' ? (pairing.error?.code ?? 'NO REASON') : null
}

async function pairedInPanel(home: Household): Promise<string | null> {
  const panel = await home.panel()
  const { accounts, pairing } = panel.snapshot()
  panel.close()
  if (accounts.length > 0) return accounts[0]?.user === USER.pubkey ? 'answer' : 'UNCHECKED'
  return pairing ? (pairing.error?.code ?? null) : 'let go'
}

const allow = async (home: Household): Promise<void> => {
  const [tab] = home.machine.tabs.keys()
  const panel = await home.panel(tab)
  if (panel.snapshot().approvals.length > 0) await panel.decide('once')
  panel.close()
}

async function ask(home: Household): Promise<Waiting> {
  const page = home.page(SITE)
  const outcome = page.call('signEvent', NOTE)
  return {
    page,
    act: () => home.pass(200),
    async ending() {
      const end = outcome()
      if (end?.ok) return isSigned(end.value) ? 'answer' : 'UNCHECKED'
      if (end) return end.error.code
      return page.isHere() || isOpen(home) ? null : 'let go'
    },
  }
}

const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort())
const isSigned = (value: unknown): boolean => sorted(Object(value)) === sorted(signAs(USER.secret, NOTE))

/** Step by step: the moment must not go by unseen. */
async function reach(home: Household, isHere: () => boolean): Promise<void> {
  for (let step = 0; !isHere(); step++) {
    if (step > 1_000) throw new Error(`never came: ${isHere}`)
    await home.pass(10)
  }
}

/** By id, in the order of a call's life: how it comes to be. */
export const MOMENTS = {
  pairing: pair,
  async approval(home) {
    const waiting = await ask(home)
    await reach(home, () => home.machine.tabs.size > 0)
    return { ...waiting, act: () => home.pass(500).then(() => allow(home)) }
  },
  async connecting(home) {
    const waiting = await ask(home)
    await reach(home, () => stageOf(home) === 'signer')
    return waiting
  },
  async sent(home) {
    const waiting = await ask(home)
    await reach(home, () => deliveries(home).length > 0 && deliveries(home).every((state) => state === 'sent'))
    return waiting
  },
  async published(home) {
    const waiting = await ask(home)
    await reach(home, () => home.signer.heard.length > 0 && deliveries(home).every((state) => state === 'taken'))
    return waiting
  },
  async answered(home) {
    const waiting = await ask(home)
    await reach(home, () => home.relays.every((relay) => relay.taken().length > 1))
    return waiting
  },
  async untold(home) {
    const waiting = await ask(home)
    waiting.page?.hold(true)
    await reach(home, () => stageOf(home) === 'answered')
    return { ...waiting, act: () => home.pass(200).then(() => waiting.page?.hold(false)) }
  },
} satisfies Record<string, (home: Household) => Promise<Waiting>>

export type Moment = keyof typeof MOMENTS
export const MOMENT_IDS = Object.keys(MOMENTS) as Moment[]

/** The household in which a moment is reached. */
export const givenFor = (moment: Moment): Given => ({
  ...{ isPaired: moment !== 'pairing', allowed: moment === 'approval' ? [] : ['sign_event:1'] },
  manner: { delay: 300, persists: true },
})
