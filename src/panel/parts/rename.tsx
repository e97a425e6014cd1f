import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { MAX_NAME } from '../../protocol/name'
import type { AccountView, RemoteCommands } from '../../wire/panel'
import { calledOf, nameOf } from '../names'
import { useRun } from './run'
import { Trouble } from './trouble'

interface RenameProps {
  account: AccountView
  commands: RemoteCommands
  /** The name stands elsewhere: only the way to another one. */
  isBare?: boolean
}

/**
 * The name, and a field in its place while it is changed. The focus goes where the next key press is meant, with the drawing
 * and not after it: who types on at once would lose a letter.
 */
export function Rename({ account, commands, isBare = false }: RenameProps) {
  const isOpen = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen.value) button.current?.focus()
    wasOpen.current = isOpen.value
  }, [isOpen.value])
  const close = () => {
    isOpen.value = false
  }
  if (isOpen.value) return <NameField account={account} commands={commands} close={close} />
  const name = nameOf(account)
  return (
    <div class={isBare ? undefined : 'split rename'}>
      <h2 class={isBare ? 'unseen' : undefined}>{name === null ? t('account_unnamed') : <bdi>{name}</bdi>}</h2>
      <button
        type="button"
        class="button plain"
        ref={button}
        aria-label={t('rename_named', calledOf(account))}
        onClick={() => {
          isOpen.value = true
        }}
      >
        {t('rename')}
      </button>
    </div>
  )
}

function NameField({ account, commands, close }: RenameProps & { close: () => void }) {
  const { error, busy, start } = useRun()
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.select(), [])
  const save = async () => {
    const text = field.current?.value.trim() ?? ''
    // the profile's own name is left to follow the profile
    const isGiven = text !== '' && text !== account.profile?.name
    const outcome = await start(() => commands.renameAccount(account.user, isGiven ? text : null))
    if (outcome.ok) close()
  }
  return (
    <form
      class="rename stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // the popup would close
        event.preventDefault()
        event.stopPropagation()
        close()
      }}
    >
      <label class="stack">
        <span class="note">{t('account_name')}</span>
        <input
          ref={field}
          type="text"
          dir="auto"
          maxLength={MAX_NAME}
          autocomplete="off"
          spellcheck={false}
          defaultValue={nameOf(account) ?? ''}
          placeholder={account.profile?.name ?? ''}
        />
      </label>
      <p class="note">{t('rename_explained')}</p>
      <Trouble failure={error} />
      <div class="actions">
        <button type="submit" class="button main" aria-busy={busy}>
          {t('save')}
        </button>
        <button type="button" class="button" onClick={close}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
