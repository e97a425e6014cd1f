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

interface Answer {
  n: number
  result?: unknown
  /** It threw, and where. */
  failed?: string
}

/** In the child: answer commands until the parent goes. */
export function serve(commands: Commands): void {
  process.on('message', async ({ n, command, args }: Asked) => {
    try {
      const run = commands[command]
      if (!run) throw new Error(`no command ${command}`)
      process.send?.({ n, result: await run(...args) } satisfies Answer)
    } catch (error) {
      process.send?.({ n, failed: (error as Error)?.stack ?? String(error) } satisfies Answer)
    }
  })
  process.on('disconnect', () => process.exit())
}

/** @param file beside this one */
export function start<C extends Commands>(file: string): { remote: Remote<C>; stop(): void } {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)))
  const waiting = new Map<number, (answer: Omit<Answer, 'n'>) => void>()
  let sent = 0
  child.on('message', ({ n, ...answer }: Answer) => {
    waiting.get(n)?.(answer)
    waiting.delete(n)
  })
  // with it goes whatever it was asked
  child.on('exit', () => {
    for (const settle of waiting.values()) settle({ failed: 'the process ended' })
  })
  const remote = new Proxy({} as Remote<C>, {
    get:
      (_, command: string) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          waiting.set(++sent, ({ result, failed }) =>
            failed === undefined ? resolve(result as never) : reject(new Error(`${file}, ${command}: ${failed}`)),
          )
          child.send({ n: sent, command, args } satisfies Asked)
        }),
  })
  return { remote, stop: () => child.disconnect() }
}
