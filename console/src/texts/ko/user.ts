export const user = {
  title: '사용자',
} as const
