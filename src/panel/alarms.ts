import type { ApprovalView, AskedView, Asker } from '../wire/panel'
import { falseHosts, hasSecret, piecesOf } from './content'
import { hostName, oddityOf } from './host'

/** What is wrong with the text of a call, whichever page of the question it stands on. */
export interface Alarm {
  callId: string
  /** Which of the calls it is, from 1. */
  at: number
  /** Somebody's secret key is in it. */
  isSecret: boolean
  /** Where links in it lead that seem to lead elsewhere. */
  hosts: string[]
}

/** Only what is worth a word. All texts are read, so not with every drawing. */
export const alarmsOf = (calls: ApprovalView['calls']): Alarm[] =>
  calls.flatMap(({ callId, asked }, i) => {
    const text = textOf(asked)
    const [isSecret, hosts] = [hasSecret(text), falseHosts(piecesOf(text))]
    return isSecret || hosts.length > 0 ? [{ callId, at: i + 1, isSecret, hosts }] : []
  })

/**
 * Is this better denied? A secret key would leave, or the site's name is not what it looks like: then Deny stands out,
 * nothing allows it for good, and the keys that allow do nothing. Found here: the background reads no texts.
 */
export const isWary = ({ origin, topOrigin }: Asker, alarms: readonly Alarm[]): boolean =>
  alarms.some(({ isSecret }) => isSecret) ||
  [origin, topOrigin].some((one) => one !== null && oddityOf(hostName(one)) !== null)

/** What others would read. */
function textOf(asked: AskedView): string {
  if (asked.method === 'sign_event') return [asked.template.content, ...asked.template.tags.flat()].join('\n')
  return 'plaintext' in asked ? asked.plaintext : ''
}
