// What a page may try, and what comes of it: the words of the suite in real browsers (e2e/hostile.page.spec.ts), of the
// doors in Node (src/background/door.test.ts), and of the page made from both (docs/hostile.md).

export interface HostileCase {
  id: string
  /** What the page does, as a sentence. */
  tries: string
  /** What comes of it, as a sentence. */
  outcome: string
}

/** Each is played in both browsers, with a phone paired, by a page of another site than all the others. */
export const CASES = {
  'Forged messages': [
    {
      id: 'window-messages',
      tries: 'It posts calls, answers and the words of Lanyard’s parts to its windows, with ports and without.',
      outcome: 'Nobody answers, nobody is asked, and window.nostr stays as it is.',
    },
    {
      id: 'second-handover',
      tries: 'It dispatches the event by which provider and bridge meet once more, with a port of its own.',
      outcome: 'The port is not taken: the bridge took its own before the page’s first script, and takes no other.',
    },
    {
      id: 'listeners',
      tries: 'It listens, at each target, for each event by which parts of Lanyard speak to each other.',
      outcome: 'It hears nothing of a call.',
    },
    {
      id: 'port-hunt',
      tries: 'It overwrites whatever could hand it the provider’s port, to replay on it what was said.',
      outcome: 'No port comes into its hands, and its calls are answered.',
    },
    {
      id: 'own-port',
      tries:
        'In a frame whose window it prepared before the document came, it catches the provider’s port, and sends events and messages of its own making along it.',
      outcome: 'It gets nowhere that a call would not take it: what is no call is dropped, and the frame stays itself.',
    },
    {
      id: 'account-changed',
      tries: 'It dispatches and posts accountChanged, and listens for that of another site.',
      outcome:
        'No listener of nostr.on hears its own making, on its site or another, nor does it hear the other site’s.',
    },
  ],
  'Overwritten globals': [
    {
      id: 'globals',
      tries:
        'Its first script overwrites Promise, JSON, MessagePort, Array.prototype, Object.prototype and 60 more, and only then calls.',
      outcome: 'Both calls are answered, and none of what it put there was used.',
    },
    {
      id: 'to-json',
      tries: 'It puts toJSON on Array.prototype and Object.prototype, as old libraries do.',
      outcome: 'The argument list does not change; what it says itself may.',
    },
    {
      id: 'thrower',
      tries: 'Its arguments throw, recur, hold BigInts, or are nested fifty thousand deep.',
      outcome: 'Each call is rejected as invalid; nothing is thrown.',
    },
  ],
  'Frames and documents': [
    {
      id: 'first-script',
      tries: 'Its first script, and a frame’s in the moment of its making, look whether they were faster.',
      outcome: 'window.nostr is there already, and its property can be looked at without anybody’s knowing.',
    },
    {
      id: 'document-open',
      tries: 'It empties itself by document.open while a call is open, and calls again.',
      outcome: 'Both calls are answered, once.',
    },
    {
      id: 'removed-frame',
      tries: 'It takes a frame away whose call is open, and calls with what it kept of it.',
      outcome: 'The frame’s approval lapses; what was kept never answers, and the page’s own calls go on.',
    },
    {
      id: 'rewritten-frame',
      tries: 'It overwrites the globals of a sandboxed frame of its own site, and calls in it.',
      outcome: 'The frame’s call is answered over the frame’s own line.',
    },
    {
      id: 'frames-in-frames',
      tries: 'It hides a frame of another site in a frame of a third, which asks.',
      outcome: 'The question names the site that asks and the page on top.',
    },
    {
      id: 'opaque-origin',
      tries: 'It asks from frames without an origin: sandboxed, data:, and sandboxed srcdoc.',
      outcome: 'Each call is refused as opaque-origin; nobody is asked.',
    },
    {
      id: 'child-as-parent',
      tries:
        'A frame in an allowed page of another site posts calls to its parent, names its parent’s origin, and asks.',
      outcome: 'It is asked about as itself; it gets nothing of what its parent may do.',
    },
    {
      id: 'parent-as-child',
      tries: 'It frames an allowed site, with and without a sandbox, and reaches for the frame’s window.nostr.',
      outcome: 'The browser refuses the reach; the sandboxed one is refused as opaque-origin.',
    },
  ],
  Consent: [
    {
      id: 'navigates',
      tries: 'It navigates, reloads, or is closed, while its approval is open.',
      outcome: 'The approval lapses, its window closes, and the phone hears nothing.',
    },
    {
      id: 'denied-or-unknown',
      tries: 'Denied, it asks with the pubkey that is paired and with one that is not, to learn which key is here.',
      outcome: 'Code and words of the error are the same, and so were the questions.',
    },
    {
      id: 'other-target',
      tries: 'Allowed always to log in to one address, it asks for a log-in to others.',
      outcome: 'Each other address is asked about; only the one goes on.',
    },
    {
      id: 'lookalike',
      tries:
        'It lives at names like that of an allowed site: another port, a dot at the end, the name as a subdomain, a Cyrillic letter.',
      outcome: 'Each is a stranger, and the question shows the name in punycode, with a warning.',
    },
    {
      id: 'framed-approval',
      tries: 'It puts the approval page into a frame, an object, an embed, a window or its own tab.',
      outcome: 'The browser blocks it: no panel is drawn, and none connects.',
    },
    {
      id: 'early-press',
      tries: 'It lures a double click or a key press to where the approval comes up.',
      outcome: 'Buttons and Escape are dead in the first moments, and again when the window comes to the front.',
    },
  ],
  Floods: [
    {
      id: 'ten-thousand',
      tries: 'It makes 10,000 calls at once, each of another kind.',
      outcome: 'Ten approvals are open, the rest is refused as too-many.',
    },
    {
      id: 'many-frames',
      tries: 'It makes 6,000 equal calls from twelve frames.',
      outcome: 'At most ten approvals and 500 calls are open, the rest is refused as too-many.',
    },
    {
      id: 'many-origins',
      tries: 'It asks from frames of eight other sites, all its own, to take every place there is.',
      outcome: 'Its tab has no more places than one site has, and another site’s question comes up.',
    },
    {
      id: 'ten-megabytes',
      tries: 'It asks for signatures under 10 MB contents, twelve times.',
      outcome: 'Each is refused as too-large, before it leaves the page’s process.',
    },
    {
      id: 'million-tags',
      tries: 'It asks for signatures under a million tags.',
      outcome: 'Each is refused as too-large.',
    },
    {
      id: 'just-below',
      tries:
        'It makes a hundred calls of the greatest size that its bridge passes on, contents and tags by the thousand.',
      outcome: 'Each is refused as too-large by the background.',
    },
    {
      id: 'touch-storm',
      tries: 'It has forty frames look at window.nostr.',
      outcome: 'No socket is opened, and nobody is asked.',
    },
    {
      id: 'other-provider',
      tries: 'It replaces window.nostr two thousand times, looking each time.',
      outcome: 'One site is remembered for it, once.',
    },
  ],
  'Reaching in': [
    {
      id: 'storage',
      tries: 'It looks for Lanyard’s storage: extension APIs, IndexedDB, localStorage, caches, cookies.',
      outcome: 'There are no such APIs in a page, and the rest is empty.',
    },
    {
      id: 'panel-port',
      tries: 'It tries to connect to the extension as the panel does, by its id, from the page and from frames.',
      outcome: 'A page has nothing to connect by.',
    },
    {
      id: 'resources',
      tries: 'It loads files of the extension as image, script, style sheet and by fetch.',
      outcome: 'None loads: the extension lets no page have any.',
    },
  ],
  Traces: [
    {
      id: 'globals-left',
      tries: 'It compares its globals, its document and the prototypes with those of a browser without Lanyard.',
      outcome: 'They differ in window.nostr only.',
    },
    {
      id: 'stacks',
      tries: 'It reads stacks, file names and reports of errors, of Lanyard’s and of its own that Lanyard ran into.',
      outcome: 'None names the extension’s address, which in Firefox no other browser has.',
    },
    {
      id: 'timeline',
      tries: 'It reads the performance timeline, its resources, and the reports of violated policies.',
      outcome: 'Nothing of the extension’s is in them.',
    },
  ],
} as const satisfies Record<string, readonly HostileCase[]>

export type Section = keyof typeof CASES
export type CaseId = (typeof CASES)[Section][number]['id']

/** At the doors of the background, in Node: whoever may open a port, and whatever may come up one. */
export const DOORS = [
  {
    id: 'call-door',
    tries: 'Anything, calls that are nearly right, and calls that are, come up a call port of a page.',
    outcome: 'What is no call hangs up the port; what is one is answered or waits. Nothing else changes the state.',
  },
  {
    id: 'call-door-others',
    tries: 'The same comes from an opaque frame, another extension, a page without a tab, and our own panel.',
    outcome: 'Nobody but a page is served: at most it is told why, and the state does not change.',
  },
  {
    id: 'panel-door-pages',
    tries: 'A page, an opaque frame or another extension opens a port by the panel’s name.',
    outcome: 'It is hung up on at once, sees no snapshot, and no command of it is run.',
  },
  {
    id: 'panel-door',
    tries: 'Anything, and commands with arguments of all sorts, come up a port of the panel’s.',
    outcome: 'What is no command is answered as such. No throw escapes, and the background goes on.',
  },
  {
    id: 'other-names',
    tries: 'Somebody opens a port by any other name.',
    outcome: 'It is hung up on.',
  },
  {
    id: 'replayed-call',
    tries: 'A page sends the id of another site’s call, to have its answer.',
    outcome: 'It is refused as invalid; the other site has its answer.',
  },
] as const satisfies readonly HostileCase[]

export type DoorId = (typeof DOORS)[number]['id']
