import type { Right } from '../api/types.ts'
import type { IconName } from '../parts/icon.tsx'

/** The screens of the menu: where they are, and which right shows them. Add a screen here and in router.tsx. */
export const MENU = [
  { name: 'today', to: '/today', icon: 'today', right: 'care' },
  { name: 'users', to: '/users', icon: 'users', right: 'care' },
  { name: 'issues', to: '/issues', icon: 'issues', right: 'care' },
  { name: 'messages', to: '/messages', icon: 'messages', right: 'care' },
  { name: 'overview', to: '/overview', icon: 'overview', right: 'manage' },
  { name: 'settings', to: '/settings', icon: 'settings', right: 'directory' },
] as const satisfies readonly Readonly<{
  name: string
  to: string
  icon: IconName
  right: Right
}>[]

/** The parts of the settings, and the right that shows each. Add a part here and in settings-screen.tsx. */
export const SETTINGS = [
  { name: 'account', right: 'directory' },
  { name: 'templates', right: 'manage' },
  { name: 'plan', right: 'manage' },
  { name: 'operators', right: 'administer' },
  { name: 'tokens', right: 'administer' },
  { name: 'switches', right: 'administer' },
] as const satisfies readonly Readonly<{ name: string; right: Right }>[]

export type SettingsPart = (typeof SETTINGS)[number]['name']
