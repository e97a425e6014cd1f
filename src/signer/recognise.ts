import { guessSigner, type Signs } from '../protocol/signers'
import type { Line } from './line'

/** Remember which app is at the other end, where it showed it. What the person said stands: `bunker` says little. */
export function recognise(line: Line, seen: Signs): Line {
  if (line.signer !== null && line.signer !== 'bunker') return line
  const signer = guessSigner(seen)
  return signer === null ? line : { ...line, signer }
}
