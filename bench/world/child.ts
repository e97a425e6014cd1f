import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// What must not disturb what is measured runs in processes of its own; a command is a message with a number.

// biome-ignore lint/suspicious/noExplicitAny: any function is a command
type Commands = Record<string, (...args: any[]) => unknown>

/** A process's commands, called from here. */
export type Remote<C extends Commands> = {
  [K in keyof C]: (...args: Parameters<C[K]>) => Promise<Awaited<ReturnType<C[K]>>>
}

interface Asked {
  n: number
  command: string
  args: unknown[]
}

/** In the child: answer commands until the parent goes. */
export function serve(commands: Commands): void {
  process.on('message', async ({ n, command, args }: Asked) => {
    process.send?.({ n, result: await commands[command]?.(...args) })
  })
  process.on('disconnect', () => process.exit())
}

/** @param file beside this one */
export function start<C extends Commands>(file: string): { remote: Remote<C>; stop(): void } {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)))
  const waiting = new Map<number, (result: unknown) => void>()
  let sent = 0
  child.on('message', ({ n, result }: { n: number; result: unknown }) => {
    waiting.get(n)?.(result)
    waiting.delete(n)
  })
  const remote = new Proxy({} as Remote<C>, {
    get:
      (_, command: string) =>
      (...args: unknown[]) =>
        new Promise((resolve) => {
          waiting.set(++sent, resolve)
          child.send({ n: sent, command, args } satisfies Asked)
        }),
  })
  return { remote, stop: () => child.disconnect() }
}
