export const today = {
  title: '오늘',
} as const
