import { keysIn } from './kept'
import { beRemoved, logOff, meetSilence } from './leave'
import { comeUnpaired, logIn, pair } from './log-in'
import { lookAtRelay } from './relay-knows'
import type { Desk, Stage } from './stage'
import { openDraft, postFinished, postPostscript, saveDraft } from './write'

export interface Options {
  /** Also meet a signer that is silent to strangers: 20 s more. */
  silence?: boolean
}

/** Bob's story of two machines, by which Nostr Connect was first described. @throws where a step does not come true */
export async function playStory(stage: Stage, desktop: Desk, laptop: Desk, { silence }: Options = {}): Promise<void> {
  await comeUnpaired(stage, desktop)
  await pair(stage, desktop)
  await logIn(stage, desktop, 'Everyday')
  await saveDraft(stage, desktop)

  await pair(stage, laptop)
  await logIn(stage, laptop, 'Ask every time')
  await openDraft(stage, laptop)
  await postFinished(stage, laptop)

  const keys = { desktop: await keysIn(desktop.machine), laptop: await keysIn(laptop.machine) }
  await logOff(stage, laptop, keys.laptop)
  await postPostscript(stage, desktop)
  await beRemoved(stage, desktop)
  if (silence) await meetSilence(stage, desktop)
  await lookAtRelay(stage, keys.desktop, keys.laptop)
}
