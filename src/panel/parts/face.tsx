import type { AccountView } from '../../wire/panel'
import { initialOf, nameOf } from '../names'
import { ShortKey } from './key'

export type Shown = Pick<AccountView, 'user' | 'npub' | 'given' | 'profile'>

/** Its picture, or a letter on a colour. Only to be recognised by: the name stands beside it. */
export function Face({ account, large = false }: { account: Shown; large?: boolean }) {
  const size = large ? ' large' : ''
  const picture = account.profile?.picture
  if (picture) return <img class={`face${size}`} src={picture} alt="" />
  const { letter, hue } = initialOf(account)
  return (
    <span class={`face${size}`} style={`--hue: ${hue}`} aria-hidden="true">
      {letter}
    </span>
  )
}

/** Face, name and key of an account. Anybody may take any name, so the key is never left out. */
export function Who({ account }: { account: Shown }) {
  const name = nameOf(account)
  return (
    <span class="who">
      <Face account={account} />
      <span class="who-words">
        {name === null ? null : (
          // a name written the other way begins where all names do
          <span class="who-name">
            <bdi>{name}</bdi>
          </span>
        )}
        <ShortKey value={account.npub} />
      </span>
    </span>
  )
}
