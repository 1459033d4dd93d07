import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Navigate,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Loading, Notice } from '../parts/states.tsx'
import { boardFiltersIn, userFiltersIn } from './filters.ts'
import { messagesIn } from '../screens/messages/filters.ts'
import { attemptsIn, callsIn, issuesIn } from '../screens/overview/lists.ts'
import { overviewIn } from '../screens/overview/period.ts'
import { lazyScreen } from './lazy-screen.tsx'
import { chosenIn } from '../screens/settings/chosen.ts'
import { MENU } from './menu.ts'
import { useMe } from './session.tsx'
import { Shell } from './shell.tsx'

/** Every address of the console. Each screen is a file of its own, loaded when it is first opened. */
const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotThere,
  errorComponent: BrokenShell,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: FirstScreen,
})

/** The first screen of the menu that one may see: an auditor has no day's list. */
function FirstScreen() {
  const { rights } = useMe()
  const first = MENU.find(({ right }) => rights.includes(right))
  return first && <Navigate to={first.to} replace />
}

const today = createRoute({
  getParentRoute: () => root,
  path: '/today',
  component: lazyScreen(
    async () => (await import('../screens/today/today-screen.tsx')).TodayScreen,
  ),
})

const userBesideToday = createRoute({
  getParentRoute: () => today,
  path: '$userId',
  component: lazyScreen(async () => (await import('../screens/user/user-screen.tsx')).UserScreen),
})

const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: userFiltersIn,
  component: lazyScreen(
    async () => (await import('../screens/users/users-screen.tsx')).UsersScreen,
  ),
})

const userBesideUsers = createRoute({
  getParentRoute: () => users,
  path: '$userId',
  component: lazyScreen(async () => (await import('../screens/user/user-screen.tsx')).UserScreen),
})

const issues = createRoute({
  getParentRoute: () => root,
  path: '/issues',
  validateSearch: boardFiltersIn,
  component: lazyScreen(
    async () => (await import('../screens/issues/issues-screen.tsx')).IssuesScreen,
  ),
})

const userBesideIssues = createRoute({
  getParentRoute: () => issues,
  path: '$userId',
  component: lazyScreen(async () => (await import('../screens/user/user-screen.tsx')).UserScreen),
})

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: messagesIn,
  component: lazyScreen(
    async () => (await import('../screens/messages/messages-screen.tsx')).MessagesScreen,
  ),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: overviewIn,
  component: lazyScreen(
    async () => (await import('../screens/overview/overview-screen.tsx')).OverviewScreen,
  ),
})

const countedCalls = createRoute({
  getParentRoute: () => root,
  path: '/overview/calls',
  validateSearch: callsIn,
  component: lazyScreen(
    async () => (await import('../screens/overview/call-list-screen.tsx')).CallListScreen,
  ),
})

const countedIssues = createRoute({
  getParentRoute: () => root,
  path: '/overview/issues',
  validateSearch: issuesIn,
  component: lazyScreen(
    async () => (await import('../screens/overview/issue-list-screen.tsx')).IssueListScreen,
  ),
})

const countedAttempts = createRoute({
  getParentRoute: () => root,
  path: '/overview/attempts',
  validateSearch: attemptsIn,
  component: lazyScreen(
    async () => (await import('../screens/overview/attempt-list-screen.tsx')).AttemptListScreen,
  ),
})

const settingsHome = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' }, replace: true })
  },
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/$section',
  validateSearch: chosenIn,
  component: lazyScreen(
    async () => (await import('../screens/settings/settings-screen.tsx')).SettingsScreen,
  ),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    today.addChildren([userBesideToday]),
    users.addChildren([userBesideUsers]),
    issues.addChildren([userBesideIssues]),
    messages,
    overview,
    countedCalls,
    countedIssues,
    countedAttempts,
    settingsHome,
    settings,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Broken,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotThere() {
  const { t } = useTranslation('common')
  return (
    <Notice title={t('notThere')} hint={t('notThereHint')} heading>
      <Button component={Link} to="/today" variant="default">
        {t('toToday')}
      </Button>
    </Notice>
  )
}

/** What is around the screens broke: the page has nothing else. */
function BrokenShell(props: ErrorComponentProps) {
  return (
    <main>
      <Broken {...props} />
    </main>
  )
}

function Broken({ reset }: ErrorComponentProps) {
  const { t } = useTranslation('common')
  return (
    <Notice title={t('broken')} hint={t('brokenHint')} heading>
      <Button variant="default" onClick={reset}>
        {t('reload')}
      </Button>
    </Notice>
  )
}
