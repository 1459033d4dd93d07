import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './app/base.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { client } from './app/client.ts'
import { takeInvitation } from './app/invited.ts'
import { router } from './app/router.tsx'
import { Session } from './app/session.tsx'
import { themeIn } from './app/theme.ts'
import './keys/clicks.ts'
import './keys/focus.ts'
import { LiveProvider } from './live/live.tsx'
import { startTexts } from './texts/texts.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// What react-remove-scroll, under dialogs, takes the nonce from.
Object.assign(globalThis, { __webpack_nonce__: nonce })

const invitation = takeInvitation()
const InvitationPage = lazy(async () => {
  const page = await import('./app/invitation.tsx')
  return { default: page.InvitationPage }
})

function Console() {
  const { t } = useTranslation('common')
  const close = t('close')
  const theme = useMemo(() => themeIn(close), [close])
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        {invitation === undefined ? (
          <Session>
            <LiveProvider>
              <RouterProvider router={router} />
            </LiveProvider>
          </Session>
        ) : (
          <Suspense>
            <InvitationPage secret={invitation} />
          </Suspense>
        )}
      </QueryClientProvider>
    </MantineProvider>
  )
}

await startTexts()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the console')
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
