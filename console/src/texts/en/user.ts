import type { Texts } from '../texts.ts'

export const user: Texts['user'] = {
  title: 'User',
}
