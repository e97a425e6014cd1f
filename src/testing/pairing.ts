import type { Household, Panel } from './household'
import type { FakeSigner } from './signer'

/** Pairing as a person does it in the panel, with the household's signer. */

export const urlsOf = ({ relays }: Pick<Household, 'relays'>): string[] => relays.map(({ url }) => url)

/** Show a code, and wait until a relay listens. @returns the token in it */
export async function showCode(home: Household, panel: Panel): Promise<string> {
  const outcome = await panel.run('pairByQr', urlsOf(home))
  if (!outcome.ok) throw new Error(outcome.error.code)
  await home.until(() => panel.snapshot().pairing?.stage === 'waiting')
  return panel.snapshot().pairing?.token ?? ''
}

/** What a signer hands out to be pasted. */
export const tokenOf = (home: Household, signer: FakeSigner = home.signer): string =>
  `bunker://${signer.pubkey}?${urlsOf(home)
    .map((url) => `relay=${url}`)
    .join('&')}&secret=Secret1`

export async function pairByToken(home: Household, panel: Panel, signer?: FakeSigner): Promise<void> {
  await panel.run('pairByToken', tokenOf(home, signer))
  await home.until(() => panel.snapshot().pairing?.stage === 'paired', 60_000)
}
