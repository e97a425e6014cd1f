import { t, tn } from '../../edges/words'
import { npubOf } from '../../protocol/entity'
import type { Hex } from '../../protocol/hex'
import type { ApprovalView } from '../../wire/panel'
import { ShortKey } from './key'
import { SignerSees } from './signer-sees'

interface ReadingProps {
  approval: ApprovalView
  skipped: ReadonlySet<string>
  /** Leaves calls out, or takes them in again. */
  skip: (callIds: string[], out: boolean) => void
}

type Calls = ApprovalView['calls']

function byPeer(calls: Calls): [Hex, Calls][] {
  const found = new Map<Hex, Calls>()
  for (const call of calls) {
    const peer = 'peer' in call.asked ? call.asked.peer : ''
    found.set(peer, [...(found.get(peer) ?? []), call])
  }
  return [...found]
}

/**
 * With whom the messages are that a site wants to read, and how many. What they say is not known here, and is not asked
 * for before the person has allowed it.
 */
export function Reading({ approval, skipped, skip }: ReadingProps) {
  const { account, calls } = approval
  const peers = byPeer(calls)
  const [only] = calls
  return (
    <div class="stack">
      <p class="note">
        {peers.length > 1 ? t('decrypt_choose') : t(calls.length > 1 ? 'decrypt_unknown' : 'decrypt_unknown_single')}
      </p>
      <ul class="rows" aria-label={t('decrypt_list')}>
        {peers.map(([peer, theirs]) => {
          const ids = theirs.map(({ callId }) => callId)
          const isOut = ids.every((id) => skipped.has(id))
          const isLast = !isOut && skipped.size === calls.length - theirs.length
          const row = <Peer peer={peer} account={account} count={theirs.length} />
          return (
            <li key={peer}>
              {peers.length === 1 ? (
                row
              ) : (
                <label class="peer">
                  <input type="checkbox" checked={!isOut} disabled={isLast} onChange={() => skip(ids, !isOut)} />
                  <span>{row}</span>
                </label>
              )}
            </li>
          )
        })}
      </ul>
      {only && calls.length === 1 ? <SignerSees asked={only.asked} /> : null}
    </div>
  )
}

function Peer({ peer, account, count }: { peer: Hex; account: Hex; count: number }) {
  if (peer === account) return <>{tn('decrypt_self', count)}</>
  return (
    <>
      {tn('decrypt_with', count)} <ShortKey value={npubOf(peer)} />
    </>
  )
}
