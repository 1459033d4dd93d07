import { countBytes } from '../../platform/gateways/korean-bytes.ts'

/** A message as it is sent to SOLAPI. */
export type Message = Readonly<{
  to: string
  from?: string
  text?: string
  type?: string
  country?: string
  customFields?: Record<string, string>
  kakaoOptions?: { pfId?: string; templateId?: string; disableSms?: boolean }
}>

/** One that SOLAPI has. */
export type Stored = Message & {
  messageId: string
  groupId: string
  statusCode: string
  status: string
  reason: string
  replacement: boolean
  dateCreated: string
  dateUpdated: string
  dateReceived: string | null
}

/** What SOLAPI knows of the account. */
export type Account = Readonly<{
  apiKey: string
  apiSecret: string
  senders: readonly string[]
  pfId: string
  /** The approved text of each AlimTalk template. */
  templates: Readonly<Record<string, string>>
}>

/** SOLAPI's words for the codes that the stand-in gives (its documentation, message status codes). */
export const WORDS: Readonly<Record<string, string>> = {
  '1010': '필수 입력 값 미입력',
  '1011': 'Format Error',
  '1024': '서버 오류',
  '1025': '잘못된 메시지 타입',
  '1029': '문자메시지의 경우 EUC-KR(완성형 한글) 범위 안에 있는 문자만 사용 합니다.',
  '1030': '잔액 부족',
  '1031': 'SMS는 90byte LMS, MMS는 2000byte ATA, CTA는 한/영포함 1000자까지 사용 가능 합니다.',
  '1032': '유효한 커스텀 필드 값이 아닙니다.',
  '1041': '유효한 플러스 친구 값이 아닙니다.',
  '1042': '유효한 템플릿 아이디가 아닙니다.',
  '1043': '등록한 템플릿과 내용이 다릅니다.',
  '1062': '발신번호 미등록',
  '2000': '정상 접수(이통사로 접수 예정)',
  '3000': '이통사로 접수(리포트를 기다리는 중)',
  '3040': '전송시간 초과',
  '3043': '단말기 Power off',
  '3104': '카카오톡 미사용자',
  '4000': '수신 완료',
}

const LIMITS: Readonly<Record<string, number>> = { SMS: 90, LMS: 2_000 }
const KAKAO_CHARACTERS = 1_000

/** The code by which SOLAPI answers that message: 2000 when it is registered. */
export function register(message: Message, account: Account): string {
  const { to, from = '', text = '', type = 'SMS', country = '82', customFields = {} } = message
  const number = country === '82' ? /^01\d{8,9}$/ : /^\d+$/
  if (text === '') return '1010'
  if (!number.test(to)) return '1011'
  if (!areFields(customFields)) return '1032'
  if (!account.senders.includes(from)) return '1062'
  return type === 'ATA' ? registerAlimTalk(message, account) : registerText(text, type)
}

function registerText(text: string, type: string): string {
  const limit = LIMITS[type]
  if (limit === undefined) return '1025'
  const size = countBytes(text)
  if ('unencodable' in size) return '1029'
  return size.bytes > limit ? '1031' : '2000'
}

function registerAlimTalk({ kakaoOptions, text = '' }: Message, account: Account): string {
  const { pfId, templateId = '' } = kakaoOptions ?? {}
  if (pfId !== account.pfId) return '1041'
  const approved = account.templates[templateId]
  if (approved === undefined) return '1042'
  if (text.length > KAKAO_CHARACTERS) return '1031'
  return text === approved ? '2000' : '1043'
}

/** An AlimTalk that KakaoTalk cannot deliver: SOLAPI sends it as SMS or LMS unless that is switched off. */
export function fallBack(stored: Stored) {
  stored.statusCode = '3104'
  if (stored.kakaoOptions?.disableSms === true) {
    stored.status = 'COMPLETE'
    return
  }
  const size = countBytes(stored.text ?? '')
  const type = 'bytes' in size && size.bytes <= 90 ? 'SMS' : 'LMS'
  Object.assign(stored, { type, replacement: true, statusCode: '3000' })
}

function areFields(fields: Record<string, unknown>): boolean {
  return Object.entries(fields).every(
    ([name, value]) => name.length <= 30 && typeof value === 'string' && value.length <= 100,
  )
}
