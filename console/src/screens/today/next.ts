import { createContext, use } from 'react'
import type { OutboundId, OutboundRow } from '../../api/types.ts'

/** What the list offers to the user beside it. */
export type Beside = Readonly<{
  /** Opens the call after that one in the list; with none left, says so. */
  openAfter: (id: OutboundId) => void
  close: () => void
  chosen: OutboundRow | undefined
}>

export const BesideList = createContext<Beside | undefined>(undefined)

/** The list that the user stands beside; undefined where there is none. */
export function useBeside(): Beside | undefined {
  return use(BesideList)
}
