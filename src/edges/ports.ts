import browser from 'webextension-polyfill'
import { type Caller, callerOf } from './caller'

/** A port somebody opened to us, with who it is by the browser's word. */
export interface OpenPort {
  name: string
  caller: Caller
  postMessage(message: unknown): void
  disconnect(): void
  onMessage(task: (message: unknown) => void): void
  onDisconnect(task: () => void): void
}

/** Must be called at top level: a port wakes us, and its first message comes right behind. */
export function onPort(task: (port: OpenPort) => void): void {
  browser.runtime.onConnect.addListener((port) => {
    task({
      name: port.name,
      caller: callerOf(port.sender),
      postMessage: (message) => port.postMessage(message),
      disconnect: () => port.disconnect(),
      onMessage: (listener) => port.onMessage.addListener(listener),
      onDisconnect: (listener) => port.onDisconnect.addListener(listener),
    })
  })
}

export const version = (): string => browser.runtime.getManifest().version
