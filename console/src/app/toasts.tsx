import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

type Told = Readonly<{
  /** What can still be taken back, and how it is called. */
  undo?: Readonly<{ label: string; act: () => void }>
}>

const UNTIL_READ = 6_000
const UNDO_FOR = 10_000

/** Says what was done, and offers to take it back. */
export function told(words: string, { undo }: Told = {}) {
  const id = crypto.randomUUID()
  const take = () => {
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
          <Button size="compact-sm" variant="light" onClick={take}>
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  })
}

/** Says why something was not done. It stays until it is read. */
export function refused(words: string) {
  notifications.show({ color: 'red', message: words, autoClose: 12_000, 'aria-live': 'assertive' })
}
