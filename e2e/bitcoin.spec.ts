import { schnorr } from '@noble/curves/secp256k1.js'
import { expect } from '@playwright/test'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { isSignature, keyPathHash, outputKey } from '../src/protocol/taproot'
import { readUnsigned } from '../src/protocol/transaction'
import { psbtOf, readBack, signedBy } from '../src/testing/bitcoin'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { openStage, type Stage } from './harness/stage'
import { type Reply, type ScriptedSigner, scriptedSigner } from './signers/scripted'

/** What some sites look for beside NIP-07: draft NIP-BC, and Alby's. */
interface Bitcoin {
  signPsbt(psbt: string): Promise<string>
  signSchnorr(hash: string): Promise<string>
}

const HASH = 'ab'.repeat(32)

const signs: Reply = ([psbt = ''], secretKey) => ({ result: signedBy(psbt, secretKey) })

/** As a site does that is handed back its transaction: finish it, and look whether the network would take it. */
function isSpendable(psbt: string, user: string): boolean {
  const tx = readBack(psbt)
  tx.finalize()
  const spent = [tx.getInput(0).witnessUtxo ?? null]
  const [signature] = tx.getInput(0).finalScriptWitness ?? []
  const hash = keyPathHash(readUnsigned(tx.unsignedTx), spent, 0, 0)
  return !!signature && !!hash && tx.hex.length > 0 && isSignature(signature, hash, outputKey(hexToBytes(user)))
}

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(`${browser}: Bitcoin`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    let signer: ScriptedSigner
    let page: Page
    // one pairing and one page for all: nothing is allowed or denied for longer than once
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      const start = async (relay: string) => {
        signer = await scriptedSigner(relay)
        return signer
      }
      stage = await openStage(lanyard, { relay: { keepsEphemeral: true }, signer: start })
      await stage.pairByQr()
      page = await stage.openSite()
    })
    test.beforeEach(() => {
      signer.heard.length = 0
    })
    test.afterAll(() => stage?.close())

    const ask = (method: keyof Bitcoin, text: string, from = page): Promise<string> =>
      from.evaluate(
        ({ method, text }) =>
          (nostr as unknown as Bitcoin)[method](text).catch(({ code }: { code: string }) => `failed: ${code}`),
        { method, text },
      )
    const requests = () => signer.heard.filter((method) => method.startsWith('sign_'))

    test('a transaction of a library that is not ours comes back signed, and could be spent', async () => {
      signer.learn('sign_psbt', signs)
      const asked = psbtOf([{ owner: signer.user }])
      const call = ask('signPsbt', asked)
      await stage.decide('Allow once')
      expect(isSpendable(await call, signer.user)).toBe(true)
    })

    test('what a signer changed, or signed wrongly, goes to nobody', async () => {
      const asked = psbtOf([{ owner: signer.user }])
      const other = psbtOf([{ owner: signer.user }], [{ amount: 1n }])
      const wrong: Reply[] = [
        (_, secretKey) => ({ result: signedBy(other, secretKey) }),
        (_, secretKey) => ({
          result: signedBy(asked, secretKey).replace(/(?<=01134[01])../, (byte) => (byte === '00' ? '01' : '00')),
        }),
        () => ({ result: asked }),
      ]
      for (const reply of wrong) {
        signer.learn('sign_psbt', reply)
        const call = ask('signPsbt', asked)
        await stage.decide('Allow once')
        expect(await call).toBe('failed: bad-answer')
      }
    })

    test('a hash is signed by the key itself, and a signature of another is none', async () => {
      const sign =
        (hash: string): Reply =>
        (_, secretKey) => ({
          result: bytesToHex(schnorr.sign(hexToBytes(hash), hexToBytes(secretKey))),
        })
      signer.learn('sign_schnorr', sign(HASH))
      const good = ask('signSchnorr', HASH)
      await stage.decide('Allow once')
      expect(schnorr.verify(hexToBytes(await good), hexToBytes(HASH), hexToBytes(signer.user))).toBe(true)
      signer.learn('sign_schnorr', sign('cd'.repeat(32)))
      const bad = ask('signSchnorr', HASH)
      await stage.decide('Allow once')
      expect(await bad).toBe('failed: bad-answer')
    })

    test('a transaction waits for its person through the background’s death', async () => {
      signer.learn('sign_psbt', signs)
      const call = ask('signPsbt', psbtOf([{ owner: signer.user }]))
      await lanyard.approval()
      await lanyard.killBackground()
      await stage.decide('Allow once')
      expect(isSpendable(await call, signer.user)).toBe(true)
      expect(requests()).toEqual(['sign_psbt'])
    })

    test('what its person denies never reaches the phone', async () => {
      // of a site of its own: it is quiet there for a while
      const other = await lanyard.newPage()
      await other.goto(stage.site.otherOrigin)
      const call = ask('signPsbt', psbtOf([{ owner: signer.user }]), other)
      await stage.decide('Deny')
      expect(await call).toBe('failed: denied')
      expect(requests()).toEqual([])
    })

    // the last of them: that it does not know how is remembered
    test('a signer that does not know how is asked once', async () => {
      signer.learn('sign_psbt', () => ({ error: 'unknown method' }))
      const call = ask('signPsbt', psbtOf([{ owner: signer.user }]))
      await stage.decide('Allow once')
      expect(await call).toBe('failed: unsupported')
      await lanyard.killBackground()
      // no window: nobody would answer it
      expect(await ask('signPsbt', psbtOf([{ owner: signer.user }], [{ amount: 1n }]))).toBe('failed: unsupported')
      expect(requests()).toEqual(['sign_psbt'])
    })
  })
