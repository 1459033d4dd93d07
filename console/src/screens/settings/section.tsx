import { Box, Group, Stack, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failed, Loading } from '../../parts/states.tsx'

type SectionProps = Readonly<{ title: string; hint?: string; act?: ReactNode; children: ReactNode }>

/** One part of the settings: what it is, what one may do with it as a whole, and what is in it. */
export function Section({ title, hint, act, children }: SectionProps) {
  return (
    <Stack gap="md" component="section" mb="xl">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Title order={2} size="h2">
            {title}
          </Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed" maw={640}>
              {hint}
            </Text>
          )}
        </Stack>
        {act !== undefined && <Box flex="none">{act}</Box>}
      </Group>
      {children}
    </Stack>
  )
}

type LoadedProps<Data> = Readonly<{
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  children: (data: Data) => ReactNode
}>

/** What was asked for, once it is there; until then that it is coming, or why it does not come. */
export function Loaded<Data>({ query: { data, error, refetch }, children }: LoadedProps<Data>) {
  if (data !== undefined) return children(data)
  return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
}
