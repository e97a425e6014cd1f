import { npubEncode } from 'nostr-tools/nip19'
import { hexGroups } from '../shared/hex'
import type { Client, Entry, Phone, PhoneView, Switches } from './model'
import { Scanner } from './scanner'

const WORDS: Record<string, string> = {
  connect: 'wants to connect',
  sign_event: 'wants a signature',
  nip44_encrypt: 'wants to encrypt',
  nip44_decrypt: 'wants to decrypt',
  nip04_encrypt: 'wants to encrypt (NIP-04)',
  nip04_decrypt: 'wants to decrypt (NIP-04)',
  get_public_key: 'asked who you are',
  switch_relays: 'asked for relays',
  ping: 'asked whether you are there',
  logout: 'logged out',
}

const SWITCHES: { name: keyof Switches; label: string }[] = [
  { name: 'auto', label: 'Approve by itself' },
  { name: 'slow', label: 'Slow' },
  { name: 'offline', label: 'Offline' },
  { name: 'silent', label: 'Silent to strangers' },
]

const wordsFor = ({ method, login }: Entry): string =>
  login ? 'wants to log you in' : (WORDS[method] ?? `asked for ${method}`)

const clock = (at: number): string => new Date(at).toLocaleTimeString([], { hour12: false })

function Details({ entry }: { entry: Entry }) {
  const { url, perms, login, kind, eventId, peer, content } = entry
  return (
    <dl>
      {login && (
        <>
          <dt>Log in at</dt>
          <dd class="login">{login}</dd>
        </>
      )}
      {url && (
        <>
          <dt>Website</dt>
          <dd>{url}</dd>
        </>
      )}
      {perms && perms.length > 0 && (
        <>
          <dt>Asks for</dt>
          <dd>{perms.join(', ')}</dd>
        </>
      )}
      {kind !== undefined && (
        <>
          <dt>Kind</dt>
          <dd>{kind}</dd>
        </>
      )}
      {eventId && (
        <>
          <dt>Event id</dt>
          <dd class="id" data-event-id={eventId}>
            {hexGroups(eventId)}
          </dd>
        </>
      )}
      {peer && (
        <>
          <dt>Between you and</dt>
          <dd class="id">{peer === 'self' ? 'yourself' : hexGroups(peer)}</dd>
        </>
      )}
      {content !== undefined && !login && (
        <>
          <dt>Content</dt>
          <dd class="content">{content || '(empty)'}</dd>
        </>
      )}
    </dl>
  )
}

function Request({ entry, phone }: { entry: Entry; phone: Phone }) {
  const title = `${entry.clientName} ${wordsFor(entry)}`
  return (
    <article class={`entry ${entry.state}`} aria-label={title} data-method={entry.method}>
      <header>
        <h3>{title}</h3>
        <time>{clock(entry.at)}</time>
      </header>
      <Details entry={entry} />
      {entry.state === 'waiting' ? (
        <p class="choice">
          <button type="button" onClick={() => phone.reject(entry.key)}>
            Reject
          </button>
          <button type="button" class="main" onClick={() => phone.approve(entry.key)}>
            Approve
          </button>
        </p>
      ) : (
        <p class="state">{entry.state}</p>
      )}
    </article>
  )
}

function Connected({ client, phone }: { client: Client; phone: Phone }) {
  return (
    <li>
      <span>
        <strong>{client.name}</strong>
        <small>
          {client.pubkey.slice(0, 8)} since {clock(client.since)}
        </small>
      </span>
      <button type="button" aria-label={`Remove ${client.name}`} onClick={() => phone.remove(client.pubkey)}>
        Remove
      </button>
    </li>
  )
}

/** The whole phone, drawn from one view. */
export function Screen({ phone, view }: { phone: Phone; view: PhoneView }) {
  const waiting = view.entries.filter(({ state }) => state === 'waiting')
  const past = view.entries.filter(({ state }) => state !== 'waiting')
  const npub = npubEncode(view.user)
  return (
    <div class="device">
      <header class="top">
        <h1>Your key</h1>
        <p class="npub" title={npub} data-npub={npub}>
          {npub.slice(0, 14)}…{npub.slice(-6)}
        </p>
      </header>
      <Scanner onText={(text) => phone.scan(text)} trouble={view.trouble} />
      <section aria-label="Waiting for you">
        <h2>Waiting for you</h2>
        {waiting.length === 0 && <p class="quiet">Nothing. Scan a code to connect.</p>}
        {waiting.map((entry) => (
          <Request key={entry.key} entry={entry} phone={phone} />
        ))}
      </section>
      <section aria-label="Connected">
        <h2>Connected</h2>
        {view.clients.length === 0 && <p class="quiet">Nobody may ask this phone.</p>}
        <ul class="clients">
          {view.clients.map((client) => (
            <Connected key={client.pubkey} client={client} phone={phone} />
          ))}
        </ul>
      </section>
      <section aria-label="Switches">
        <h2>Switches</h2>
        {SWITCHES.map(({ name, label }) => (
          <label key={name} class="switch">
            {label}
            <input
              type="checkbox"
              role="switch"
              aria-checked={view.switches[name]}
              checked={view.switches[name]}
              onChange={(event) => phone.set({ [name]: event.currentTarget.checked })}
            />
          </label>
        ))}
      </section>
      <section aria-label="History">
        <h2>History</h2>
        {past.length === 0 && <p class="quiet">Nothing yet.</p>}
        {past.map((entry) => (
          <Request key={entry.key} entry={entry} phone={phone} />
        ))}
      </section>
      <section aria-label="Code to paste">
        <h2>Code to paste</h2>
        <label>
          For a client that cannot show a code
          <textarea readOnly rows={4} value={view.bunker} aria-label="bunker token" />
        </label>
      </section>
    </div>
  )
}
