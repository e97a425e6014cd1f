/** ms since the epoch. */
export const now = (): number => Date.now()

/** Run `task` after `ms`; the returned function calls it off. */
export function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.min(ms, 2 ** 31 - 1))
  return () => clearTimeout(timer)
}

/** Resolves after `ms`. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => after(ms, resolve))

/** Between half and all of `ms`, so that many clients do not come back at the same moment. */
export const jitter = (ms: number): number => ms / 2 + (Math.random() * ms) / 2
