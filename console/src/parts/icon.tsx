import type { SVGProps } from 'react'

/** Pictures of 24 by 24, drawn with one stroke; they never stand without words. */
const PATHS = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8.5 15l2.5 2 4.5-4',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c.5-4 3-6 6-6s5.500 2 6 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c1.800.8 2.800 2.600 3 5.500',
  issues: 'M5 21V4h13l-2.500 4.500L18 13H5',
  messages: 'M4 5h16v12H9l-5 4z',
  overview: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 5v4M8 15v4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
  phone:
    'M6 3h4l1.500 5L9 10c1 2.500 2.500 4 5 5l2-2.500 5 1.500v4c0 1.500-1 2.500-2.500 2.500C11 20 4 13 3.500 5.500 3.500 4 4.500 3 6 3z',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  skip: 'M5 5l8 7-8 7zM17 5v14',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  undo: 'M9 6L4.500 10.500 9 15M5 10.500h9a5 5 0 0 1 0 10h-3',
  memo: 'M6 3h9l4 4v14H6zM9 11h7M9 15h5',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 15h8',
  account:
    'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  next: 'M5 12h13M13 6l6 6-6 6',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  swap: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  columns: 'M4 5h16v14H4zM9.500 5v14M14.500 5v14',
} as const

export type IconName = keyof typeof PATHS

export function Icon({
  name,
  size = 18,
  ...rest
}: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
