import { npubEncode } from 'nostr-tools/nip19'
import { useState } from 'preact/hooks'
import { hexGroups } from '../shared/hex'
import type { Line } from '../shared/line'
import {
  type Desk,
  type Draft,
  listDrafts,
  type Nostr,
  noteOf,
  openDraft,
  type Paper,
  post,
  saveDraft,
  signChecked,
} from './author'

interface Trouble {
  code: string
  message: string
}

/** Steps of a publication, each shown when it has happened. */
interface Publication {
  asked: string
  signed: string | null
  onRelay: boolean
}

const blank = (): Paper => ({ id: crypto.randomUUID(), title: '', text: '' })

function troubleOf(error: unknown): Trouble {
  const { code, message } = (error ?? {}) as Partial<Trouble>
  return { code: code ?? 'error', message: message ?? String(error) }
}

function Published({ asked, signed, onRelay }: Publication) {
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

function Drafts({ drafts, onOpen }: { drafts: Draft[]; onOpen: (draft: Draft) => void }) {
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

/** A page for authors that knows `window.nostr` and one relay, and nothing else. */
export function Site({ findNostr, line, relay }: { findNostr: () => Nostr | undefined; line: Line; relay: string }) {
  const [user, setUser] = useState<string | null>(null)
  const [paper, setPaper] = useState(blank)
  const [drafts, setDrafts] = useState<Draft[]>([])
  const [publication, setPublication] = useState<Publication | null>(null)
  const [busy, setBusy] = useState('')
  const [done, setDone] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)

  /** Run one thing at a time, and say how it ended. */
  async function run(what: string, then: string, act: (nostr: Nostr) => Promise<void>): Promise<void> {
    setTrouble(null)
    setDone('')
    setBusy(what)
    try {
      const nostr = findNostr()
      if (!nostr) throw { code: 'no-signer', message: 'This browser has no window.nostr.' }
      await act(nostr)
      setDone(then)
    } catch (error) {
      setTrouble(troubleOf(error))
    }
    setBusy('')
  }

  const deskOf = (nostr: Nostr): Desk => ({ nostr, line, user: user ?? '' })

  const logIn = () =>
    run('Asking who you are…', 'Logged in.', async (nostr) => {
      const pubkey = await nostr.getPublicKey()
      setUser(pubkey)
      setDrafts(await listDrafts({ nostr, line, user: pubkey }))
    })

  const save = () =>
    run('Saving the draft…', 'Draft saved: encrypted to you, on the relay.', async (nostr) => {
      await saveDraft(deskOf(nostr), paper)
      setDrafts(await listDrafts(deskOf(nostr)))
    })

  const open = (draft: Draft) =>
    run('Opening the draft…', 'Draft opened.', async (nostr) => setPaper(await openDraft(deskOf(nostr), draft)))

  const publish = () =>
    run('Publishing…', 'Published.', async (nostr) => {
      const { template, id: asked } = noteOf(paper, user ?? '')
      try {
        setPublication({ asked, signed: null, onRelay: false })
        const event = await signChecked(deskOf(nostr), template)
        setPublication({ asked, signed: event.id, onRelay: false })
        await post(deskOf(nostr), event)
        setPublication({ asked, signed: event.id, onRelay: true })
      } catch (error) {
        setPublication(null)
        throw error
      }
    })

  return (
    <>
      <header class="bar">
        <h1>Papers</h1>
        {user ? (
          <p class="id" data-npub={npubEncode(user)} title={npubEncode(user)}>
            {npubEncode(user).slice(0, 16)}…
          </p>
        ) : (
          <button type="button" class="main" disabled={busy !== ''} onClick={logIn}>
            Log in
          </button>
        )}
      </header>
      <p role="status">{busy || done}</p>
      {trouble && (
        <p role="alert" data-code={trouble.code}>
          <strong>{trouble.code}</strong> {trouble.message}
        </p>
      )}
      {user ? (
        <>
          <form onSubmit={(event) => event.preventDefault()}>
            <label>
              Title
              <input
                value={paper.title}
                onInput={({ currentTarget: { value } }) => setPaper({ ...paper, title: value })}
              />
            </label>
            <label>
              Text
              <textarea
                rows={8}
                value={paper.text}
                onInput={({ currentTarget: { value } }) => setPaper({ ...paper, text: value })}
              />
            </label>
            <p class="deeds">
              <button type="button" disabled={busy !== ''} onClick={save}>
                Save draft
              </button>
              <button type="button" class="main" disabled={busy !== ''} onClick={publish}>
                Publish
              </button>
            </p>
          </form>
          {publication && <Published {...publication} />}
          <Drafts drafts={drafts} onOpen={open} />
        </>
      ) : (
        <p class="quiet">Write, keep drafts that only you can read, and publish. Log in with your Nostr key.</p>
      )}
      <footer class="quiet">Relay: {relay}</footer>
    </>
  )
}
