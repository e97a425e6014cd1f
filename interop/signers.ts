import { readFileSync } from 'node:fs'
import { applesauceSigner } from '../e2e/signers/applesauce'
import { cmdcodeSigner } from '../e2e/signers/cmdcode'
import { ndkSigner } from '../e2e/signers/ndk'
import type { OutsideSigner } from '../e2e/signers/outside'
import { snstrBunker, snstrSimple } from '../e2e/signers/snstr'

/** A signer implementation that we did not write, and what its library has of the protocol. */
export interface Outsider {
  name: string
  /** npm package and version, as installed. */
  version: string
  flows: readonly ('qr' | 'bunker')[]
  make(relay: string): Promise<OutsideSigner>
}

/** A package's version as installed. */
export function versionOf(name: string): string {
  const path = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  return `${name} ${version}`
}

export const OUTSIDERS: readonly Outsider[] = [
  {
    name: 'applesauce NostrConnectProvider',
    ...{ version: versionOf('applesauce-signers'), flows: ['qr', 'bunker'], make: applesauceSigner },
  },
  {
    name: 'NDK NDKNip46Backend',
    ...{ version: versionOf('@nostr-dev-kit/ndk'), flows: ['qr', 'bunker'], make: ndkSigner },
  },
  {
    name: 'cmdcode SignerClient',
    ...{ version: versionOf('@cmdcode/nostr-connect'), flows: ['qr'], make: cmdcodeSigner },
  },
  {
    name: 'snstr NostrRemoteSignerBunker',
    ...{ version: versionOf('snstr'), flows: ['bunker'], make: snstrBunker },
  },
  {
    name: 'snstr SimpleNIP46Bunker',
    ...{ version: versionOf('snstr'), flows: ['bunker'], make: snstrSimple },
  },
]
