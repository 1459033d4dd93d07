import { CloseButton, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../../keys/keys-help.tsx'
import { useSearching } from '../../keys/searching.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './users.module.css'

const TYPING = 150
const LONGEST = 100

type SearchProps = Readonly<{
  search: (q: string) => void
  /** Whether one is to go on from here to the first who is found. */
  go: (is: boolean) => void
}>

/** One box for a name, initial consonants, digits of a phone or an id. */
export function SearchBox({ search, go }: SearchProps) {
  const { t } = useTranslation('users')
  const { input, text, type, pressed, clear } = useSearching({
    typing: TYPING,
    look: (next) => search(next.trim()),
    go,
  })
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
          <CloseButton size="xs" aria-label={t('clearSearch')} onClick={clear} />
        )
      }
      value={text}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onKeyDown={pressed}
      onBlur={() => go(false)}
    />
  )
}
