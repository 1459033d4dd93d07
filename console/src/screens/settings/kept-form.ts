import { useDraft } from '../../app/drafts.ts'
import { keptIn } from '../../app/preferences.ts'

/**
 * What is typed into a dialog: it outlives Escape, a reload and a lost session, in its own tab, since names and addresses
 * may stand in it. It goes when the dialog is cancelled or done, and when somebody signs out.
 */
export function useKeptForm<Form extends object>(kind: string, id: string | number, first: Form) {
  const [draft, setDraft] = useDraft(kind, id, sessionStorage)
  const kept = keptIn(draft) as Partial<Form> | undefined
  return {
    form: { ...first, ...kept },
    isKept: draft !== '',
    change: (part: Partial<Form>) => setDraft(JSON.stringify({ ...kept, ...part })),
    letGo: () => setDraft(''),
  }
}
