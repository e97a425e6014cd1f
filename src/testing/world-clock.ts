import type { FakeClock } from './clock'

interface Task {
  at: number
  run: () => void
}

/** Time as the faked timers have it; its tasks are the world's and outlive the background's. */
export function worldClock(): FakeClock & { rearm(): void } {
  const tasks = new Map<Task, ReturnType<typeof setTimeout>>()
  const notHere = () => {
    throw new Error('time goes by with pass()')
  }
  const arm = (task: Task) =>
    tasks.set(
      task,
      setTimeout(
        () => {
          tasks.delete(task)
          task.run()
        },
        Math.max(0, task.at - Date.now()),
      ),
    )
  return {
    ...{ advance: notHere, until: notHere, jump: notHere },
    now: () => Date.now(),
    after(ms, run) {
      const task = { at: Date.now() + ms, run }
      arm(task)
      return () => {
        clearTimeout(tasks.get(task))
        tasks.delete(task)
      }
    },
    pending: () => tasks.size,
    rearm() {
      for (const task of [...tasks.keys()]) arm(task)
    },
  }
}
