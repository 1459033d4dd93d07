import { useSaying } from '../app/words.ts'
import { sayExactly, sayWhen } from '../app/when.ts'

/** A time as people say it; the exact one on hover. */
export function When({ at }: { at: string }) {
  const saying = useSaying()
  return (
    <time dateTime={at} title={sayExactly(at, saying)}>
      {sayWhen(at, saying)}
    </time>
  )
}
