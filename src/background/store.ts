import type { State } from './state'

/** The one truth. Every change makes a new state; those who follow it are told once per turn, not per change. */
export interface Store {
  readonly state: State
  update(change: (state: State) => State): void
  /** `task` runs after each turn in which something changed. */
  follow(task: (state: State) => void): void
}

export function store(initial: State): Store {
  let state = initial
  let told = true
  const followers: ((state: State) => void)[] = []
  return {
    get state() {
      return state
    },
    update(change) {
      const next = change(state)
      if (next === state) return
      state = next
      if (!told) return
      told = false
      queueMicrotask(() => {
        told = true
        for (const task of followers) task(state)
      })
    },
    follow: (task) => void followers.push(task),
  }
}
