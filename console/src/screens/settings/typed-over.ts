import { useDraft } from '../../app/drafts.ts'
import { keptIn } from '../../app/preferences.ts'

/** What was typed over a thing, and the version that it was typed over. */
export type TypedOver<Part extends object> = Readonly<{ version: number; typed: Part }>

/** What a draft says; undefined where there is none, or none that can be read. */
export function typedIn<Part extends object>(draft: string): TypedOver<Part> | undefined {
  const kept = keptIn(draft) as Partial<TypedOver<Part>> | null | undefined
  if (kept?.version === undefined || kept.typed === undefined) return undefined
  return { version: kept.version, typed: kept.typed }
}

/**
 * What is being typed over one version of a thing. It is sent for the version at which it began, so that the server
 * refuses it where somebody else changed the thing meanwhile, until who typed it has seen that and goes on from there.
 */
export function useTypedOver<Part extends object>(
  kind: string,
  { id, version }: Readonly<{ id: string | number; version: number }>,
) {
  const [draft, setDraft] = useDraft(kind, id)
  const begun = typedIn<Part>(draft)
  const since = begun?.version ?? version
  const keep = (typed: Part, over: number) => setDraft(JSON.stringify({ version: over, typed }))
  return {
    typed: begun?.typed,
    since,
    isOutdated: since !== version,
    type: (typed: Part) => keep(typed, since),
    letGo: () => setDraft(''),
    /** Goes on with what was typed, over that version. */
    goOn: (over: number = version) => {
      if (begun !== undefined) keep(begun.typed, over)
    },
  }
}
