// Taken before the page's first script (see ask.ts).
const NativeEvent = Event
const cancelable = { __proto__: null, cancelable: true } as EventInit

/** @returns a function that dispatches a bare event of this name on `target`, and tells whether a listener cancelled it */
export function signaller(target: EventTarget): (name: string) => boolean {
  const dispatch = target.dispatchEvent.bind(target)
  return (name) => !dispatch(new NativeEvent(name, cancelable))
}
