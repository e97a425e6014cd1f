import { strict as assert } from 'node:assert'
import type { Page } from '@playwright/test'
import { verifyEvent } from 'nostr-tools/pure'
import { WebSocket } from 'ws'
import { approvalWindow, openPopup, phoneScreen, siteScreen, useRelay } from './screens'
import { openLine } from './shared/line'
import type { Teller } from './teller'
import { type DemoWorld, lendEyes } from './world'

const TITLE = 'On lanyards'
const TEXT = 'The keys hang at the other end of the cord.'

/** The stage on which the story is played. */
interface Stage {
  world: DemoWorld
  teller: Teller
  phone: ReturnType<typeof phoneScreen>
  site: ReturnType<typeof siteScreen>
  popup(): ReturnType<typeof openPopup>
}

async function pair({ world, teller, phone, popup }: Stage, eyes: (page: Page) => void): Promise<void> {
  const first = await popup()
  eyes(first.page)
  await teller.seen('The popup explains itself in a sentence and shows a code.', 'popup-code', first.page, async () => {
    await first.sentence.waitFor()
    await first.code.waitFor()
  })
  await teller.seen('A relay listens: Lanyard waits for the phone.', 'popup-listening', first.page, () =>
    first.listening.waitFor(),
  )
  await phone.page.bringToFront()
  await phone.scan.click()
  await teller.seen('The phone read the code from the pixels and asks its person.', 'phone-asks', phone.page, () =>
    phone.wantsToConnect.waitFor(),
  )
  await first.page.close()
  await phone.approve.click()
  await teller.seen('With the popup closed, the phone was told yes.', 'phone-connected', phone.page, () =>
    phone.connected.waitFor(),
  )
  const again = await popup()
  await teller.seen("Opened again, the popup shows the phone's npub.", 'popup-paired', again.page, async () => {
    await again.paired.waitFor()
    assert.equal(await again.npub.getAttribute('title'), await phone.npub())
  })
  await again.done.click()
  await again.page.close()
  assert(world.relay.frames.length > 0)
}

async function logIn({ world, teller, phone, site }: Stage): Promise<void> {
  await site.page.goto(world.site.url)
  await site.logIn.click()
  const approval = await approvalWindow(world.browser.context)
  await teller.seen('Lanyard asks once whether this site may.', 'lanyard-asks', approval.page, async () => {
    await approval.question.waitFor()
    assert.equal(await approval.origin.textContent(), world.site.origin)
    // the buttons come to life a moment after the question
    await approval.always.click({ trial: true })
  })
  await approval.always.click()
  await teller.seen('The site knows its visitor.', 'site-logged-in', site.page, async () =>
    assert.equal(await site.npub(), await phone.npub()),
  )
}

/** Say yes to whatever is asked, in Lanyard and at the phone, until `done`. */
async function allowUntil({ world, phone }: Stage, done: Promise<unknown>): Promise<void> {
  let over = false
  const end = () => {
    over = true
  }
  done.then(end, end)
  while (!over) {
    const asking = world.browser.context.pages().find((page) => !page.isClosed() && page.url().includes('#approval'))
    const buttons = [asking?.getByRole('button', { name: 'Always allow' }), phone.approve.first()]
    for (const button of buttons) if (await button?.isVisible()) await button?.click({ timeout: 2000 }).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await done
}

async function saveDraft(stage: Stage): Promise<void> {
  const { world, teller, site } = stage
  await site.title.fill(TITLE)
  await site.text.fill(TEXT)
  await site.saveDraft.click()
  await teller.seen(
    'The draft is on the relay, encrypted to its author both ways.',
    'site-draft',
    site.page,
    async () => {
      await allowUntil(stage, site.draftSaved.waitFor())
      const kept = world.relay.find({ kinds: [4, 31_234] })
      assert.deepEqual(kept.map(({ kind }) => kind).sort(), [31_234, 4])
      assert(!JSON.stringify(world.relay.frames).includes(TEXT), 'the text went over the relay in the clear')
    },
  )
}

async function publish(stage: Stage): Promise<void> {
  const { world, teller, phone, site, popup } = stage
  await site.publish.click()
  const approval = await approvalWindow(world.browser.context)
  await approval.always.click()
  const asked = await site.askedId()
  assert.match(asked, /^[0-9a-f]{64}$/)
  const open = await popup()
  await teller.seen('The popup lists the note as pending, with its event id.', 'popup-pending', open.page, async () =>
    assert.equal(await open.pendingId(), asked),
  )
  await phone.page.bringToFront()
  await teller.seen('The phone shows the same id.', 'phone-same-id', phone.page, async () => {
    await phone.wantsSignature.waitFor()
    assert.equal(await phone.waitingId(), asked)
  })
  await phone.approve.click()
  await site.page.bringToFront()
  await teller.seen('The site got the event, checked it, and published it.', 'site-published', site.page, async () => {
    await site.onRelay.waitFor()
    assert.equal(await site.signedId(), asked)
  })
  const line = openLine(world.relay.url, { open: (url) => new WebSocket(url) as unknown as globalThis.WebSocket })
  await teller.seen('Asked by somebody else, the relay has the note.', 'site-on-relay', site.page, async () => {
    const [note] = await line.fetch({ ids: [asked] })
    assert(note && verifyEvent(note) && note.content === TEXT)
  })
  line.close()
  await open.page.close()
}

async function logOut({ world, teller, phone, site, popup }: Stage): Promise<void> {
  const open = await popup()
  await open.logOut()
  await teller.seen(
    'Logged out in the popup; no key is left in the browser.',
    'popup-logged-out',
    open.page,
    async () => {
      await open.loggedOut.waitFor()
      const kept = await open.page.evaluate('chrome.storage.local.get().then(JSON.stringify)')
      assert(!/clientSecretKey/.test(String(kept)), 'a client key is still stored')
    },
  )
  await phone.page.bringToFront()
  await teller.seen('The phone was told.', 'phone-told', phone.page, () => phone.loggedOut.waitFor())
  await site.page.bringToFront()
  await site.publish.click()
  await teller.seen('The next call of the site gets a clear error.', 'site-error', site.page, async () => {
    await site.trouble.waitFor()
    assert.equal(await site.trouble.getAttribute('data-code'), 'not-paired')
  })
  assert(world.relay.find({ kinds: [1] }).length === 1)
}

/** The main job, from a new person's first look to the log-out. @throws where a step does not come true */
export async function playStory(world: DemoWorld, teller: Teller): Promise<void> {
  const { context, panelUrl } = world.browser
  context.setDefaultTimeout(15_000)
  await useRelay(context, panelUrl('#full/settings'), world.relay.url)
  let seen: Page | undefined
  const phone = await context.newPage()
  await phone.setViewportSize({ width: 420, height: 800 })
  await lendEyes(phone, async () => seen)
  await phone.goto(world.phone.url)
  const stage: Stage = {
    world,
    teller,
    phone: phoneScreen(phone),
    site: siteScreen(await context.newPage()),
    popup: () => openPopup(context, panelUrl()),
  }
  await pair(stage, (page) => {
    seen = page
  })
  await logIn(stage)
  await saveDraft(stage)
  await publish(stage)
  await logOut(stage)
}
