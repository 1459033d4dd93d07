import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
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
import { callsIn, issuesIn } from '../screens/overview/lists.ts'
import { overviewIn } from '../screens/overview/period.ts'
import { MENU } from './menu.ts'
import { useMe } from './session.tsx'
import { Shell } from './shell.tsx'

/** Every address of the console. Each screen is a file of its own, loaded when it is first opened. */
const root = createRootRoute({ component: Shell, notFoundComponent: NotThere })

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
  component: lazyRouteComponent(() => import('../screens/today/today-screen.tsx'), 'TodayScreen'),
})

const userBesideToday = createRoute({
  getParentRoute: () => today,
  path: '$userId',
  component: lazyRouteComponent(() => import('../screens/user/user-screen.tsx'), 'UserScreen'),
})

const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: userFiltersIn,
  component: lazyRouteComponent(() => import('../screens/users/users-screen.tsx'), 'UsersScreen'),
})

const userBesideUsers = createRoute({
  getParentRoute: () => users,
  path: '$userId',
  component: lazyRouteComponent(() => import('../screens/user/user-screen.tsx'), 'UserScreen'),
})

const issues = createRoute({
  getParentRoute: () => root,
  path: '/issues',
  validateSearch: boardFiltersIn,
  component: lazyRouteComponent(
    () => import('../screens/issues/issues-screen.tsx'),
    'IssuesScreen',
  ),
})

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: messagesIn,
  component: lazyRouteComponent(
    () => import('../screens/messages/messages-screen.tsx'),
    'MessagesScreen',
  ),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: overviewIn,
  component: lazyRouteComponent(
    () => import('../screens/overview/overview-screen.tsx'),
    'OverviewScreen',
  ),
})

const countedCalls = createRoute({
  getParentRoute: () => root,
  path: '/overview/calls',
  validateSearch: callsIn,
  component: lazyRouteComponent(
    () => import('../screens/overview/list-screen.tsx'),
    'CallListScreen',
  ),
})

const countedIssues = createRoute({
  getParentRoute: () => root,
  path: '/overview/issues',
  validateSearch: issuesIn,
  component: lazyRouteComponent(
    () => import('../screens/overview/list-screen.tsx'),
    'IssueListScreen',
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
  component: lazyRouteComponent(
    () => import('../screens/settings/settings-screen.tsx'),
    'SettingsScreen',
  ),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    today.addChildren([userBesideToday]),
    users.addChildren([userBesideUsers]),
    issues,
    messages,
    overview,
    countedCalls,
    countedIssues,
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

function Broken({ reset }: ErrorComponentProps) {
  const { t } = useTranslation('common')
  return (
    <Notice title={t('broken')} hint={t('brokenHint')}>
      <Button variant="default" onClick={reset}>
        {t('reload')}
      </Button>
    </Notice>
  )
}
