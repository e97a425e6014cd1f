import { useSignal } from '@preact/signals'
import { after } from '../../edges/clock'
import { keyOf } from '../../edges/passphrase'
import { fail, type Outcome } from '../../protocol/error'
import type { Hex } from '../../protocol/hex'
import type { Kdf } from '../../wire/panel'

/** A key that is being made of a passphrase, and what is done with it. */
export interface MakingKey {
  isBusy: boolean
  /** 0 to 1, null before it has taken half a second: what is over at once needs no bar. */
  done: number | null
  /** Make the key and use it; `internal` where the browser has not the memory, or another is being made. */
  make(passphrase: string, kdf: Kdf, use: (key: Hex) => Promise<Outcome<void>>): Promise<Outcome<void>>
}

/** ms */
const SOON = 500

/** Steps of the bar: more are not seen, and each is drawn. */
const STEPS = 25

export function useKey(): MakingKey {
  const isBusy = useSignal(false)
  const isLong = useSignal(false)
  const done = useSignal(0)
  return {
    isBusy: isBusy.value,
    done: isLong.value ? done.value : null,
    async make(passphrase, kdf, use) {
      if (isBusy.value) return fail('internal')
      isBusy.value = true
      done.value = 0
      const callOff = after(SOON, () => {
        isLong.value = true
      })
      try {
        const key = await keyOf(passphrase, kdf, (part) => {
          done.value = Math.floor(part * STEPS) / STEPS
        })
        return await use(key)
      } catch {
        return fail('internal')
      } finally {
        callOff()
        isLong.value = false
        isBusy.value = false
      }
    },
  }
}
