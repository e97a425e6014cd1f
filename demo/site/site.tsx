import { npubEncode } from 'nostr-tools/nip19'
import { useState } from 'preact/hooks'
import type { Line } from '../shared/line'
import {
  articleOf,
  type Desk,
  type Draft,
  listDrafts,
  logIn,
  type Nostr,
  openDraft,
  type Paper,
  post,
  saveDraft,
  signChecked,
} from './author'
import { Drafts, type Publication, Published } from './published'

interface Trouble {
  code: string
  message: string
}

const blank = (): Paper => ({ id: crypto.randomUUID(), title: '', text: '' })

function troubleOf(error: unknown): Trouble {
  const { code, message } = (error ?? {}) as Partial<Trouble>
  return { code: code ?? 'error', message: message ?? String(error) }
}

const words = (text: string): number => text.split(/\s+/).filter(Boolean).length

interface EditorProps {
  paper: Paper
  busy: boolean
  change(paper: Paper): void
  save(): void
  publish(): void
  begin(): void
}

function Editor({ paper, busy, change, save, publish, begin }: EditorProps) {
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <label>
        Title
        <input value={paper.title} onInput={({ currentTarget: { value } }) => change({ ...paper, title: value })} />
      </label>
      <label>
        Text, in Markdown
        <textarea
          rows={12}
          value={paper.text}
          onInput={({ currentTarget: { value } }) => change({ ...paper, text: value })}
        />
      </label>
      <p class="deeds">
        <span class="quiet">{words(paper.text)} words</span>
        <button type="button" disabled={busy} onClick={begin}>
          New
        </button>
        <button type="button" disabled={busy} onClick={save}>
          Save
        </button>
        <button type="button" class="main" disabled={busy} onClick={publish}>
          Post
        </button>
      </p>
    </form>
  )
}

function LogIn({ busy, start }: { busy: boolean; start(): void }) {
  return (
    <section class="door">
      <p>Write, keep drafts that only you can read, and post.</p>
      <button type="button" class="main" disabled={busy} onClick={start}>
        Log in
      </button>
    </section>
  )
}

interface SiteProps {
  findNostr(): Nostr | undefined
  lineOf(nostr: Nostr): Line
  relay: string
}

/** A page for authors that knows `window.nostr` and one relay, and shows nothing to who is not logged in. */
export function Site({ findNostr, lineOf, relay }: SiteProps) {
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

  const deskOf = (nostr: Nostr, as = user ?? ''): Desk => ({ nostr, line: lineOf(nostr), user: as })

  const enter = () =>
    run('Asking your signer to log you in…', 'Logged in.', async (nostr) => {
      const pubkey = await logIn(nostr)
      setUser(pubkey)
      setBusy('Looking for your drafts…')
      setDrafts(await listDrafts(deskOf(nostr, pubkey)))
    })

  const save = () =>
    run('Saving the draft…', 'Draft saved: encrypted to you, on the relay.', async (nostr) => {
      await saveDraft(deskOf(nostr), paper)
      setDrafts(await listDrafts(deskOf(nostr)))
    })

  const open = (draft: Draft) =>
    run('Opening the draft…', 'Draft opened.', async (nostr) => setPaper(await openDraft(deskOf(nostr), draft)))

  const publish = () =>
    run('Posting…', 'Posted.', async (nostr) => {
      const { template, id: asked } = articleOf(paper, user ?? '')
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

  const begin = () => {
    setPaper(blank())
    setPublication(null)
    setDone('')
  }

  const npub = user && npubEncode(user)
  return (
    <>
      <header class="bar">
        <h1>Papers</h1>
        {npub && (
          <p class="id" data-npub={npub} title={npub}>
            {npub.slice(0, 16)}…
          </p>
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
          <Editor {...{ paper, save, publish, begin }} busy={busy !== ''} change={setPaper} />
          {publication && <Published {...publication} />}
          <Drafts drafts={drafts} onOpen={open} />
          <footer class="quiet">Relay: {relay}</footer>
        </>
      ) : (
        <LogIn busy={busy !== ''} start={enter} />
      )}
    </>
  )
}
