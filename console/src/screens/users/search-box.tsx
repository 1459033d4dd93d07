import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../../keys/keys-help.tsx'
import { useKeys } from '../../keys/keys.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './users.module.css'

const TYPING = 150
const LONGEST = 100

/** One box for a name, initial consonants, digits of a phone or an id. */
export function SearchBox({ search }: { search: (q: string) => void }) {
  const { t } = useTranslation('users')
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const look = useDebouncedCallback((next: string) => search(next.trim()), TYPING)
  useKeys({ search: () => input.current?.focus() })
  function type(next: string) {
    setText(next)
    look(next)
  }
  return (
    <TextInput
      ref={input}
      type="search"
      size="xs"
      className={classes.search ?? ''}
      aria-label={t('searchLabel')}
      placeholder={t('search')}
      maxLength={LONGEST}
      autoComplete="off"
      spellCheck={false}
      leftSection={<Icon name="search" size={15} />}
      rightSection={
        text === '' ? (
          <KeyHint of="search" />
        ) : (
          <CloseButton size="xs" aria-label={t('clearSearch')} onClick={() => type('')} />
        )
      }
      value={text}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  )
}
