import type { FloorPort } from './port'

declare const chrome: { runtime: { connect(): FloorPort } }

let port: FloorPort | null = null

function dial(): FloorPort {
  const fresh = chrome.runtime.connect()
  fresh.onMessage.addListener((message) => postMessage(message))
  fresh.onDisconnect.addListener(() => {
    port = null
  })
  return fresh
}

addEventListener('message', ({ data }) => {
  if (data.ask === undefined) return
  port ??= dial()
  port.postMessage(data)
})
