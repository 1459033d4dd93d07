import Type from 'typebox'
import { Exactly } from '../../platform/http/schema.ts'
import { UserFilters } from '../views/contract.ts'

export const ExportBody = Exactly({
  filters: Type.Optional(UserFilters),
  reason: Type.String({ pattern: '\\S', maxLength: 500 }),
})
