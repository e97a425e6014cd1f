import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { t, tn } from '../../edges/words'
import type { AccountView, RemoteCommands } from '../../wire/panel'
import { useNow } from '../clock'
import { ago, moment } from '../format'
import { calledOf } from '../names'
import { hrefOf } from '../route'
import { answeredSentence } from '../signer'
import type { ViewProps } from '../view'
import { Act } from './act'
import { SignerSelect } from './choose-signer'
import { Copy } from './copy'
import { Disclosure } from './disclosure'
import { Face, Who } from './face'
import { HexGroups } from './key'
import { Learned } from './learned'
import { LogOut } from './log-out'
import { NpubCode } from './npub-code'
import { Relays } from './relays'
import { Rename } from './rename'
import { marks } from './switcher'

interface AccountCardProps extends ViewProps {
  account: AccountView
  isOnly: boolean
}

/** One account. The only one stands open; of several, each is one press away. */
export function AccountCard(props: AccountCardProps) {
  const { account, isOnly, snapshot } = props
  if (isOnly)
    return (
      <section class="card account" aria-label={calledOf(account)}>
        <Inside {...props} />
      </section>
    )
  return (
    <Fold
      summary={
        <>
          <Who account={account} />
          <span class="note">{marks(account, snapshot.account)}</span>
        </>
      }
    >
      {() => <Inside {...props} />}
    </Fold>
  )
}

function Fold({ summary, children }: { summary: ComponentChildren; children: () => ComponentChildren }) {
  const open = useSignal(false)
  return (
    <details
      class="card account"
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{summary}</summary>
      {open.value ? children() : null}
    </details>
  )
}

function Inside(props: AccountCardProps) {
  const { account, commands, isOnly } = props
  return (
    <div class="stack">
      {isOnly ? (
        <div class="account-head">
          <Face account={account} large />
          <Rename account={account} commands={commands} />
        </div>
      ) : (
        <div class="account-deeds">
          <Rename account={account} commands={commands} isBare />
          <Default {...props} />
        </div>
      )}
      <Key account={account} />
      <SignerSelect signer={account.signer} set={(signer) => commands.setSigner(account.user, signer)} />
      <div class="folds">
        <NpubCode npub={account.npub} />
        <Line account={account} commands={commands} />
        <Disclosure title={t('learned')}>{() => <Learned account={account} />}</Disclosure>
        <Disclosure title={t('remote_signer')}>
          {() => (
            <>
              <p class="note">{t('remote_signer_explained')}</p>
              <HexGroups hex={account.remoteSigner} />
            </>
          )}
        </Disclosure>
        <PairAgain {...props} />
        <LogOut account={account} commands={commands} />
      </div>
    </div>
  )
}

function Key({ account: { npub, pairedAt, answeredAt, signer } }: { account: AccountView }) {
  const now = useNow()
  return (
    <>
      <div class="npub">
        <div>
          <p class="note">{t('npub')}</p>
          <code class="key whole" dir="ltr">
            {npub}
          </code>
        </div>
        <Copy text={npub}>{t('copy_npub')}</Copy>
      </div>
      <p class="note">
        {t('paired_on', moment(pairedAt))}
        {answeredAt === null ? null : <> {answeredSentence(signer, ago(answeredAt, now))}</>}
      </p>
    </>
  )
}

function Default({ account, snapshot, commands }: AccountCardProps) {
  if (account.user === snapshot.account) return <p class="light open">{t('is_default')}</p>
  return (
    <div>
      <Act run={() => commands.setDefaultAccount(account.user)}>{t('make_default')}</Act>
    </div>
  )
}

interface LineProps {
  account: AccountView
  commands: RemoteCommands
}

/** Its relays; each is tried when they are looked at. */
function Line({ account: { user, relays, lights }, commands }: LineProps) {
  const open = useSignal(false)
  const up = lights.filter(({ state }) => state === 'open').length
  return (
    <details
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && !open.value) void commands.checkRelays(user)
        open.value = currentTarget.open
      }}
    >
      <summary>
        {t('relays')}
        {lights.length > 0 ? <span class="note">{tn('relays_open', up, String(relays.length))}</span> : null}
      </summary>
      {open.value ? <Relays urls={relays} states={lights} /> : null}
    </details>
  )
}

/** For a signer that has forgotten this browser, or that is to speak over other relays. Rules stay. */
function PairAgain({ account: { relays, signer }, commands, place }: AccountCardProps) {
  const pair = async () => {
    const outcome = await commands.pairByQr(relays, signer)
    if (outcome.ok) location.hash = hrefOf(place, 'welcome')
    return outcome
  }
  return (
    <Disclosure title={t('pair_again_ask')}>
      {() => (
        <div class="stack">
          <p>{t('pair_again_does')}</p>
          <div class="actions">
            <Act run={pair}>{t('pair_again')}</Act>
          </div>
        </div>
      )}
    </Disclosure>
  )
}
