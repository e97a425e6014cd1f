import browser, { type Runtime } from 'webextension-polyfill'
import { MARK } from '../wire/background'
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

/** A page whose site is not as the others. Must be called at top level: it wakes us. */
export function onMark(task: (caller: Caller) => void): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (message === MARK) task(callerOf(sender))
    return undefined
  })
}

export const version = (): string => browser.runtime.getManifest().version
