export const table = {
  ascending: '{{column}}, 오름차순',
  descending: '{{column}}, 내림차순',
} as const
