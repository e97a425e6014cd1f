import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { launchPlain, type Plain } from './harness/bare'
import { build } from './harness/browser'
import { test } from './harness/kept'

// The popup as the toolbar opens it, which is as large as its page says. Playwright does not list it among the pages;
// Firefox's is looked at in firefox.spec.ts.

const WIDTH = 380

interface Look {
  width: number
  isCut: boolean
  qr: { left: number; top: number; right: number; bottom: number } | null
  view: [number, number]
}

const look = (): Look => {
  const qr = document.querySelector('.qr')?.getBoundingClientRect()
  return {
    width: document.body.offsetWidth,
    isCut: document.documentElement.scrollWidth > innerWidth,
    qr: qr ? { left: qr.left, top: qr.top, right: qr.right, bottom: qr.bottom } : null,
    view: [innerWidth, innerHeight],
  }
}

async function openPopup({ find, attach, send }: Plain): Promise<() => Promise<Look>> {
  async function run<T>(targetId: string, expression: string): Promise<T> {
    const session = await attach(targetId)
    const asked = { expression, awaitPromise: true, returnByValue: true }
    return (await send<{ result: { value: T } }>('Runtime.evaluate', asked, session)).result.value
  }
  // the page that greets comes to the front, which would close it
  const welcome = await find(({ url }) => url.endsWith('#welcome'))
  await expect
    .poll(() => run(welcome.targetId, 'document.readyState + document.visibilityState'))
    .toBe('completevisible')
  const worker = await find(({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension:'))
  await run(worker.targetId, 'chrome.action.openPopup()')
  const popup = await find(({ url }) => url.endsWith('/src/panel/index.html'))
  return () => run(popup.targetId, `(${look})()`)
}

// a headless browser finds no mouse, as on a tablet: nothing but the page's own words says how wide it is
test('the popup at Chromium’s toolbar has its width where no pointer hovers, and the whole code is in it', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'lanyard-popup-'))
  const plain = await launchPlain(profile, build('chrome'))
  try {
    const ask = await openPopup(plain)
    await expect.poll(async () => (await ask()).qr).not.toBeNull()
    await expect.poll(async () => (await ask()).width).toBe(WIDTH)
    const { isCut, qr, view } = await ask()
    expect(isCut).toBe(false)
    expect(qr?.left).toBeGreaterThanOrEqual(0)
    expect(qr?.top).toBeGreaterThanOrEqual(0)
    expect(qr?.right).toBeLessThanOrEqual(view[0])
    expect(qr?.bottom).toBeLessThanOrEqual(view[1])
  } finally {
    await plain.close()
    rmSync(profile, { recursive: true, force: true })
  }
})
