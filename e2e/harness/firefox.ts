import { setTimeout as pause } from 'node:timers/promises'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { build, firefoxPath } from './browser'
import { insideFirefox } from './inside-firefox'

/** A Firefox with Lanyard in it. */
export interface Firefox {
  browser: Browser
  /** The extension's host in `moz-extension://`, different in every profile. */
  extensionHost: string
  /** The panel in a tab. */
  openPanel(suffix?: string): Promise<Page>
  /** The page that opens on install. */
  welcome(): Promise<Page>
  /** The approval window, once it is open. */
  approval(): Promise<Page>
  /** The popup at the toolbar, opened: what is seen of it, as PNG in base64. BiDi does not list it among the pages. */
  popup(): Promise<string>
  /** End the event page as the browser does when it idles. It wakes on the next message. */
  killBackground(): Promise<void>
  /** What the browser does when the keys of that name are pressed. */
  shortcut(name: string): Promise<void>
  /** The file that the icon in the toolbar shows for the tab that is seen. */
  icon(): Promise<string>
  /** Put the build in again, as an update does: content scripts of before are torn down. */
  update(): Promise<void>
  close(): Promise<void>
}

export interface FirefoxOptions {
  headless?: boolean
  /** about:config settings. */
  prefs?: Record<string, unknown>
  /** A folder to keep between starts; default: a fresh one. */
  profile?: string
}

/** An extension that is put in anew at each start is the same one all the same: its id and its storage are kept. */
const KEPT = {
  'extensions.webextensions.keepUuidOnUninstall': true,
  'extensions.webextensions.keepStorageOnUninstall': true,
}

/** Headless, Firefox finds no pointer: a popup would be drawn as on a phone. Fine and hovering, as a mouse is. */
const MOUSE = { 'ui.primaryPointerCapabilities': 6, 'ui.allPointerCapabilities': 6 }

/** Work that no test looks at: processes begun in advance, animated menus, pictures of pages for new tabs (an eighth of its CPU). */
const CALM = {
  'dom.ipc.processPrelaunch.enabled': false,
  'toolkit.cosmeticAnimations.enabled': false,
  'browser.pagethumbnails.capturing_disabled': true,
  'browser.sessionstore.interval': 600_000,
  'layout.frame_rate': 20,
}

const ID = 'lanyard@lanyard.example'

const HOST = 'id => WebExtensionPolicy.getByID(id)?.mozExtensionHostname ?? null'
// without the flag a listener that is still at work puts the end off, in silence
const KILL = `async id => {
  const { extension } = WebExtensionPolicy.getByID(id)
  await extension.terminateBackground({ disableResetIdleForTest: true })
  return extension.backgroundState
}`

const OPEN = `url => {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
  gBrowser.selectedTab = gBrowser.addTab(url, { triggeringPrincipal })
  return null
}`
const POPUP = `async id => {
  const open = () => document.querySelector('.webextension-popup-browser')
  if (!open()) {
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
    const { browserActionFor } = ExtensionParent.apiManager.global
    await browserActionFor(WebExtensionPolicy.getByID(id).extension).openPopup(window, false)
  }
  const seen = await open()?.browsingContext.currentWindowGlobal?.drawSnapshot(null, 1, 'white')
  if (!seen) return null
  const canvas = new OffscreenCanvas(seen.width, seen.height)
  canvas.getContext('2d').drawImage(seen, 0, 0)
  const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  return btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''))
}`

const SHORTCUT = `key => {
  const [id, name] = key.split(' ')
  WebExtensionPolicy.getByID(id).extension.shortcuts.onCommand(name)
  return null
}`
const ICON = `id => {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
  const { action } = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(id).extension)
  return action.getContextData(gBrowser.selectedTab).icon['16']
}`

/** Ask again until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const until = Date.now() + 25_000; Date.now() < until; ) {
    const answer = await ask()
    if (answer) return answer
    await pause(50)
  }
  throw new Error(`${what} did not come`)
}

export async function launchFirefox({ headless = true, prefs = {}, profile }: FirefoxOptions = {}): Promise<Firefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath(),
    headless,
    acceptInsecureCerts: true,
    args: ['-remote-allow-system-access'],
    ...(profile && { userDataDir: profile }),
    extraPrefsFirefox: { ...MOUSE, ...CALM, ...(profile && KEPT), ...prefs },
  })
  const run = await insideFirefox(browser)
  const install = () => browser.installExtension(build('firefox'))
  await install()
  const extensionHost = await eventually('the extension', () => run(HOST, ID))

  /** Where a page is; puppeteer's own `url()` stays `about:blank` for the extension's. */
  async function whereIs(page: Page): Promise<string> {
    // before it is complete, the page may not have the extension's API yet (seen)
    const asked = page.evaluate(() => (document.readyState === 'complete' ? location.href : document.readyState))
    // it may go while it is asked, and one that is going may never answer
    return Promise.race([asked.catch(() => 'gone'), pause(1_000, 'silent')])
  }

  /** An extension page that was not there before. */
  async function shown(what: string, hash = '', before: ReadonlySet<Page> = new Set()): Promise<Page> {
    let places: string[] = []
    const look = async () => {
      const pages = (await browser.pages()).filter((page) => !before.has(page))
      places = await Promise.all(pages.map(whereIs))
      return pages[places.findIndex((place) => place.startsWith('moz-extension:') && place.endsWith(hash))]
    }
    return eventually(what, look).catch((error) => {
      throw new Error(`${error.message}; there are: ${places.join(', ')}`)
    })
  }

  return {
    browser,
    extensionHost,
    async openPanel(suffix = '') {
      const before = new Set(await browser.pages())
      await run(OPEN, `moz-extension://${extensionHost}/src/panel/index.html${suffix}`)
      return shown('the panel', '', before)
    },
    welcome: () => shown('the welcome page', '#welcome'),
    approval: () => shown('the approval window', '#approval'),
    popup: () => eventually('the popup', () => run(POPUP, ID)),
    async killBackground() {
      const state = await run(KILL, ID)
      if (state === 'running') throw new Error('the event page lives on')
    },
    shortcut: async (name) => void (await run(SHORTCUT, `${ID} ${name}`)),
    icon: async () => (await run(ICON, ID)) ?? '',
    async update() {
      await install()
    },
    close: () => browser.close(),
  }
}
