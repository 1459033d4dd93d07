import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api/types.ts'
import { MENU } from './menu.ts'
import classes from './shell.module.css'

/** Where the screens are shown. Whoever goes to another one is there with the focus, and hears its name; the window is named after it. */
export function Screen({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell')
  const path = useLocation({ select: ({ pathname }) => pathname })
  const screen = MENU.find(({ to }) => path === to || path.startsWith(`${to}/`))
  const name = screen && t(screen.name)
  const main = useRef<HTMLElement>(null)
  const shown = useRef(screen)
  useEffect(() => {
    if (shown.current === screen) return
    const isFirst = shown.current === undefined
    shown.current = screen
    // On a screen that takes the focus to a field of its own it stays there.
    const isInside = main.current?.contains(document.activeElement) === true
    if (!isFirst && !isInside) main.current?.focus({ preventScroll: true })
  }, [screen])
  useTitle(name)
  return (
    <main ref={main} id="content" className={classes.content} tabIndex={-1} aria-label={name}>
      {children}
      <Opened />
    </main>
  )
}

/** Named after the screen, never after a person. */
function useTitle(name: string | undefined) {
  const { t } = useTranslation('common')
  const product = t('product')
  useEffect(() => {
    document.title = name === undefined ? product : `${name} · ${product}`
    return () => void (document.title = product)
  }, [name, product])
}

/** Says who was opened beside a list, on which the focus stays. */
function Opened() {
  const { t } = useTranslation('shell')
  const { userId = '' } = useParams({ strict: false })
  const { data: user } = useQuery<User>({ queryKey: ['user', userId], enabled: false })
  return (
    <p role="status" className={classes.heard}>
      {user !== undefined && t('opened', { name: user.name })}
    </p>
  )
}
