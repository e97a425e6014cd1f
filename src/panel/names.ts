import type { AccountView } from '../wire/panel'
import { shortKey } from './format'
import { badgeOf } from './host'

type Named = Pick<AccountView, 'given' | 'profile' | 'npub'>

/** As the person calls it, else as its profile does; null: it has no name. */
export const nameOf = ({ given, profile }: Pick<Named, 'given' | 'profile'>): string | null =>
  given ?? profile?.name ?? null

/** What stands for it in a sentence. */
export const calledOf = (account: Named): string => nameOf(account) ?? shortKey(account.npub)

/** A name in a sentence: one in another direction does not move what follows it. */
export const isolated = (name: string): string => `\u2068${name}\u2069`

/** In a list without room for two lines: `Ada (npub1qny3…tx8m9q)`, since anybody may take any name. */
export function labelOf(account: Named): string {
  const name = nameOf(account)
  const key = shortKey(account.npub)
  return name === null ? key : `${isolated(name)} (${key})`
}

/** Stands in for a picture: a letter on a colour. The colour is made of the key alone, so that a name cannot choose it. */
export function initialOf(account: Named & Pick<AccountView, 'user'>): { letter: string; hue: number } {
  const [letter] = nameOf(account)?.match(/[\p{L}\p{N}]/u) ?? []
  const { hue } = badgeOf(account.user)
  // every npub begins alike
  return { letter: (letter ?? account.npub.charAt(5)).toLocaleUpperCase('en'), hue }
}

/** So many are found by looking; more are searched. */
export const FEW = 8

/** Those that fit what is sought: part of a name, or of the key in either form. */
export function soughtOf(accounts: readonly AccountView[], sought: string): AccountView[] {
  const text = sought.trim().toLocaleLowerCase()
  const fits = ({ given, profile, npub, user }: AccountView) =>
    [given, profile?.name, npub, user].some((part) => part?.toLocaleLowerCase().includes(text))
  return accounts.filter(fits)
}
