import { describe, expect, it } from 'vitest'
import type { SignerName } from '../protocol/signers'
import type { Manner } from '../testing/manner'
import { MANNERS } from '../testing/manners'
import { type Props, pairedStage, type Stage, scan, stage } from '../testing/stage'
import { recognise } from './recognise'
import { recordOf } from './record'

const CLAVE_RELAY = 'wss://relay.powr.build'

/** Play a pairing to its end. @returns which signer the line takes it for */
function seen(props: Props): SignerName | null {
  const set = stage(props)
  set.clock.advance(1_000)
  if (props.flow !== 'bunker') scan(set)
  set.clock.advance(30_000)
  expect(set.world.line().user).toBe(set.signer.user.pubkey)
  return set.world.line().signer
}

const ask = (set: Stage): void => {
  set.world.feed({ type: 'ask', id: 'a', method: 'nip44_decrypt', params: ['p', 'c'] })
  set.clock.advance(3_000)
}

describe('which signer it is', () => {
  it.each<[string, Partial<Manner>, Props['flow'], SignerName | null]>([
    ['Primal, by the list that answers the code', MANNERS.Primal, 'qr', 'primal'],
    ['Aegis: answers like Igloo', MANNERS.Aegis, 'qr', null],
    ['Igloo: answers like Aegis', MANNERS.Igloo, 'qr', null],
    ['Amber', MANNERS.Amber, 'qr', null],
    ['nsec.app, by the page it wants opened', MANNERS['nsec.app'], 'bunker', 'nsecapp'],
    ['another key’s page of nsec.app', { ...MANNERS['nsec.app'], isAuthByAdmin: true }, 'bunker', null],
    ['a page of nsec.app before anybody is known', MANNERS['nsec.app'], 'qr', null],
    [
      'one that moves us to Clave’s relay',
      { replies: { switch_relays: () => ({ result: [CLAVE_RELAY] }) } },
      'qr',
      'clave',
    ],
    ['one that leaves us where we are', MANNERS.Clave, 'qr', null],
  ])('%s', (_, manner, flow, signer) => {
    expect(seen({ manner, ...(flow && { flow }) })).toBe(signer)
  })

  it('shows in an error, and is kept on disk', () => {
    const set = pairedStage({ manner: { replies: { nip44_decrypt: () => ({ error: 'Unknown client' }) } } })
    ask(set)
    expect(set.world.line().signer).toBe('bunker46')
    expect(set.world.effects).toContainEqual({ type: 'keep', session: recordOf(set.world.line()) })
  })

  it.each<[SignerName | null, SignerName]>([
    ['amber', 'amber'],
    ['other', 'other'],
    ['bunker', 'clave'],
    [null, 'clave'],
  ])('where the person said %s it is %s', (said, signer) => {
    const line = { ...stage().world.line(), signer: said }
    expect(recognise(line, { moved: [CLAVE_RELAY] }).signer).toBe(signer)
  })

  it('changes nothing where it cannot be told', () => {
    const line = stage().world.line()
    expect(recognise(line, { refusal: 'no' })).toBe(line)
  })
})
