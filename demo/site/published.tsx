import { hexGroups } from '../shared/hex'
import type { Draft } from './author'

/** Steps of a publication, each shown when it has happened. */
export interface Publication {
  asked: string
  signed: string | null
  onRelay: boolean
}

export function Published({ asked, signed, onRelay }: Publication) {
  return (
    <dl class="published">
      <dt>Event id, asked to be signed</dt>
      <dd class="id" data-asked={asked}>
        {hexGroups(asked)}
      </dd>
      <dt>Event id, signed and checked</dt>
      <dd class="id" data-signed={signed ?? ''}>
        {signed ? hexGroups(signed) : 'waiting for your signer…'}
      </dd>
      {onRelay && <dd class="good">On the relay</dd>}
    </dl>
  )
}

export function Drafts({ drafts, onOpen }: { drafts: Draft[]; onOpen: (draft: Draft) => void }) {
  return (
    <section aria-label="Drafts">
      <h2>Drafts</h2>
      {drafts.length === 0 && <p class="quiet">None on the relay yet.</p>}
      <ul>
        {drafts.map((draft) => (
          <li key={draft.event.id}>
            <span>
              Saved {new Date(draft.at * 1000).toLocaleString()}, {draft.event.content.length} encrypted characters
            </span>
            <button type="button" onClick={() => onOpen(draft)}>
              Open
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
