import type { Texts } from '../texts.ts'

export const keys: Texts['keys'] = {
  down: 'Next row',
  up: 'Previous row',
  open: 'Open',
  close: 'Close',
  next: 'Take the next call',
  claim: 'Start the call',
  complete: 'Complete',
  completeAndNext: 'Complete and next',
  skip: 'Skip',
  withdraw: 'Withdraw',
  attempt: 'Result of the call',
  time: 'Agree a time',
  missedCall: 'Missed-call message',
  memo: 'Write a memo',
  issue: 'Write an issue',
  message: 'Write a message',
  search: 'Search',
  everything: 'Find anything',
  keys: 'Keys',
}
