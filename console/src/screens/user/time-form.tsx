import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound } from '../../api/types.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { dayOf, instantOf, plusDays, sayDay, sayTime, sayWeekday } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { useActs } from './acts.ts'
import { submitting, useBusy } from './answering.ts'
import type { DialogProps } from './call-dialog.tsx'

const HOURS = ['10:00', '14:00', '16:00', '18:00']

/** A day and a time in the programme's zone; quick choices for what is agreed most, out of those still to come. */
export function TimeForm({ user, call: now, change }: DialogProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const saying = useSaying()
  const zone = zoneOfProgramme()
  const tomorrow = plusDays(saying.today, 1)
  // As it was when the question was asked.
  const [call] = useState(now)
  const [usual] = useState(() => usualTime(call, saying.now))
  const [day, setDay] = useState<string>(dayOf(usual, zone))
  const [time, setTime] = useState(sayTime(usual, saying))
  const { busy, once } = useBusy()
  const isSaid = day !== '' && time !== ''
  const isPast = (at: string) => day !== '' && instantOf(day, at, zone) <= saying.now
  const isGone = isSaid && isPast(time)
  async function agree() {
    const at = new Date(instantOf(day, time, zone)).toISOString()
    if (await acts.agree(call, at)) change(undefined)
  }
  return (
    <form onSubmit={submitting(() => once(agree))}>
      <Stack gap="md">
        <Group gap="xs">
          {[String(saying.today), tomorrow].map((one) => (
            <Quick key={one} chosen={one === day} choose={() => setDay(one)}>
              {sayDay(one, saying)}
            </Quick>
          ))}
          {HOURS.filter((hour) => !isPast(hour)).map((one) => (
            <Quick key={one} chosen={one === time} choose={() => setTime(one)}>
              {one}
            </Quick>
          ))}
        </Group>
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={t('day')}
            required
            withAsterisk={false}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            label={t('time')}
            required
            withAsterisk={false}
            value={time}
            error={isGone && t('timeGone')}
            data-autofocus
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        </Group>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {day === '' ? '' : sayWeekday(day, saying)} {time}
          </Text>
          <Button type="submit" loading={busy} disabled={!isSaid || isGone}>
            {t('agree')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type QuickProps = Readonly<{ chosen: boolean; choose: () => void; children: string }>

function Quick({ chosen, choose, children }: QuickProps) {
  return (
    <Button size="compact-sm" variant={chosen ? 'light' : 'default'} onClick={choose}>
      {children}
    </Button>
  )
}

/** The time that is agreed, as long as it is to come; else the next half hour that is at least half an hour away. */
function usualTime({ contactAt }: Outbound, now: number): number {
  if (contactAt !== null && Date.parse(contactAt) > now) return Date.parse(contactAt)
  const half = 1_800_000
  return Math.ceil((now + half) / half) * half
}
