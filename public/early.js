// The one script that runs before the module, which is large: what takes its time is begun here, and goes on while the
// module is read. src/edges/early.ts takes over what it began; where something fails here, the module does it again.
try {
  // before the first paint, or a page of ours would flash up in the other theme; the rest is src/edges/look.ts
  const { theme, language } = JSON.parse(localStorage.getItem('look') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  if (typeof language === 'string') {
    const file = fetch(`/_locales/${encodeURIComponent(language)}/messages.json`).then((it) => it.json())
    globalThis.earlyWords = { language, messages: file.catch(() => null) }
  }
} catch {
  // nothing is kept, or nothing of ours
}
try {
  const { runtime, tabs, i18n, storage } = globalThis.browser ?? chrome
  const dial = () => {
    const port = runtime.connect({ name: 'panel' })
    const said = []
    const hear = (message) => said.push(message)
    port.onMessage.addListener(hear)
    globalThis.earlyPort = { port, said, isGone: false, hear }
    port.onDisconnect.addListener(() => {
      globalThis.earlyPort.isGone = true
    })
  }
  // a background that left what it knew may be asleep: until that is painted it would only take the machine's time
  const read = storage.session.get('still').catch(() => ({}))
  const left = read.then((records) => {
    if (!records.still) dial()
    return records
  })
  // a port that cannot be opened is the module's to try again, and to say
  globalThis.earlyStill = left.catch(() => ({}))
  globalThis.earlyTabs = tabs.query({ active: true, currentWindow: true }).catch(() => [])
  // the first word that a process asks for waits until the browser has read them all
  if (!globalThis.earlyWords) i18n.getMessage('locale')
} catch {
  // no extension around this page, or one that was updated under it
}
