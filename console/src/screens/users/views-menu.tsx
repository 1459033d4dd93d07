import { Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { told } from '../../app/toasts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useColumns } from './columns.ts'
import { useSavedViews, withView, type SavedView } from './views.ts'

const LONGEST = 40

type ViewsMenuProps = Readonly<{
  shown: SavedView['shown']
  show: (shown: SavedView['shown']) => void
}>

/** Saved views: filters, order and columns under a name, in this browser. */
export function ViewsMenu({ shown, show }: ViewsMenuProps) {
  const { t } = useTranslation(['users', 'common'])
  const [columns, keepColumns] = useColumns()
  const [views, keep] = useSavedViews()
  const [isSaving, setSaving] = useState(false)

  function remove(view: SavedView) {
    keep((there) => there.filter(({ name }) => name !== view.name))
    const act = () => keep((there) => withView(there, view))
    told(t('viewRemoved', { name: view.name }), { undo: { label: t('common:undo'), act } })
  }

  function open(view: SavedView) {
    show(view.shown)
    if (view.columns !== undefined) keepColumns(view.columns)
  }

  function save(name: string) {
    keep((there) => withView(there, { name, shown, columns }))
    setSaving(false)
    told(t('viewSaved', { name }))
  }

  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="xs">
            {t('views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{t('noViews')}</Menu.Label>}
          {views.map((view) => (
            <Group key={view.name} gap={4} wrap="nowrap" role="none">
              <Menu.Item onClick={() => open(view)}>{view.name}</Menu.Item>
              <Menu.Item
                w="auto"
                aria-label={t('removeView', { name: view.name })}
                onClick={() => remove(view)}
              >
                <Icon name="close" size={13} />
              </Menu.Item>
            </Group>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>{t('saveView')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isSaving} onClose={() => setSaving(false)} title={t('saveView')}>
        <NameForm save={save} />
      </Modal>
    </>
  )
}

function NameForm({ save }: { save: (name: string) => void }) {
  const { t } = useTranslation(['users', 'common'])
  const [name, setName] = useState('')
  const said = name.trim()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (said !== '') save(said)
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('viewHint')}
        </Text>
        <TextInput
          data-autofocus
          label={t('viewName')}
          maxLength={LONGEST}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={said === ''}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
