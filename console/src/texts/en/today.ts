import type { Texts } from '../texts.ts'

export const today: Texts['today'] = {
  title: 'Today',
}
