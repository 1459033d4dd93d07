import type { Texts } from '../texts.ts'

export const table: Texts['table'] = {
  ascending: '{{column}}, ascending',
  descending: '{{column}}, descending',
}
