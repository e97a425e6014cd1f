import { fail } from '../protocol/error'
import { receive } from './answer'
import { again, ask } from './ask'
import { checkAsked } from './check'
import { choose } from './choice'
import { confirm, disown } from './claim'
import { andThen, requestOf, still } from './compose'
import { tick, wake } from './deadline'
import type { Line, LineInput, Ms, Step } from './line'
import { cancelPairing } from './pairing'
import { isWorthKeeping, recordOf } from './record'
import { settle } from './settle'
import { acknowledge, close, open, presume } from './sockets'
import type { Options } from './times'
import { taking } from './turns'

/**
 * One step of a line: what happened goes in, the line as it is now and what the edges must do come out. Never
 * mutates, never throws; the clock is `now`. Sealing draws nonces, so two runs differ in ciphertexts and nothing else.
 *
 * `cancel` with the line's own id gives up its pairing.
 */
export function step(line: Line, input: LineInput, now: Ms, options: Options = {}): Step {
  const { line: next, effects } = happen(line, input, now, options)
  const turned = andThen({ line: choose(next, now), effects }, (after) => taking(after, now, options))
  return andThen(turned, (after) => keep(line, after))
}

function happen(line: Line, input: LineInput, now: Ms, options: Options): Step {
  switch (input.type) {
    case 'ask':
      return ask(line, input, now)
    case 'again':
      return again(line, input, now)
    case 'cancel':
      return cancel(line, input.id, now)
    case 'open':
      return open(line, input, now)
    case 'closed':
      return close(line, input)
    case 'ok':
      return acknowledge(line, input, now, options)
    case 'unsaid':
      return presume(line, input, now, options)
    case 'confirm':
      return confirm(line, input.remoteSigner, now)
    case 'disown':
      return still(disown(line, input.remoteSigner))
    case 'event':
      return receive(line, input, now, options)
    case 'check':
      return checkAsked(line, now)
    case 'tick':
      return tick(line, now, options)
    case 'wake':
      return wake(line, now)
  }
}

function cancel(line: Line, id: string, now: Ms): Step {
  if (id === line.id) return cancelPairing(line)
  const request = requestOf(line, id)
  return request ? settle(line, request, fail('cancelled'), now) : still(line)
}

/** The record is told once by `paired`, and again whenever something in it changes. */
function keep(before: Line, after: Line): Step {
  if (before === after) return still(after)
  const [old, session] = [recordOf(before), recordOf(after)]
  return old && session && isWorthKeeping(old, session) ? still(after, { type: 'keep', session }) : still(after)
}
