import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

type Told = Readonly<{
  /** What can still be taken back, and how it is called. */
  undo?: Readonly<{ label: string; act: () => void }>
}>

const UNTIL_READ = 4_000
const UNDO_FOR = 10_000

/** What is shown, by its words. */
const shown = new Map<string, string>()

/** Shows those words once: where they are said again, the new ones take the place of the old. */
function take(words: string): string {
  const before = shown.get(words)
  if (before !== undefined) notifications.hide(before)
  const id = crypto.randomUUID()
  shown.set(words, id)
  return id
}

/** Says what was done, and offers to take it back; what can be taken back stands beside its like. */
export function told(words: string, { undo }: Told = {}) {
  const id = undo === undefined ? take(words) : crypto.randomUUID()
  const takeBack = () => {
    notifications.hide(id)
    undo?.act()
  }
  notifications.show({
    id,
    autoClose: undo === undefined ? UNTIL_READ : UNDO_FOR,
    color: 'teal',
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{words}</Text>
        {undo !== undefined && (
          <Button size="compact-sm" variant="light" onClick={takeBack}>
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  })
}

/** Says why something was not done, before all that went well. It stays until it is dismissed. */
export function refused(words: string) {
  notifications.show({
    id: take(words),
    priority: 1,
    autoClose: false,
    color: 'red',
    message: words,
    'aria-live': 'assertive',
  })
}

/** Takes back all that was said: it was said to somebody else. */
export function untold() {
  shown.clear()
  notifications.clean()
}
