import type { MdId, OperatorId, SiteId, UserId } from '../kernel/values.ts'
import { chanceOf, type Chance } from './chance.ts'

/** A made-up user with their hospital, their doctor, and the operator who mostly calls them. */
export type Person = Readonly<{
  userId: UserId
  name: string
  /** As another system might write it; the numbers of 010-0… are given to nobody. */
  phone: string
  site: Site
  md: Md
  operator: OperatorId
  chance: Chance
}>

export type Site = Readonly<{ siteId: SiteId; name: string }>
export type Md = Readonly<{ mdId: MdId; name: string }>
type Hospital = Site & Readonly<{ doctors: readonly [Md, ...Md[]] }>

const SEED = 'anbu'

/** Person number `number` of the demo, who plays part `part` of the story of that name. */
export function personOf({ story, part, number }: Casting): Person {
  const chance = chanceOf(`${SEED} ${story} ${part}`)
  const { doctors, ...site } = chance.oneOf(HOSPITALS)
  return {
    userId: `demo-${String(number).padStart(3, '0')}` as UserId,
    name: nameBy(chance),
    phone: phoneBy(chance),
    site,
    md: chance.oneOf(doctors),
    operator: chance.oneOf(OPERATORS),
    chance,
  }
}

type Casting = Readonly<{ story: string; part: number; number: number }>

/** A hospital that is not the person's own, with a doctor who works there. */
export function anotherHospital({ site, chance }: Person): Readonly<{ site: Site; md: Md }> {
  const [first, ...others] = HOSPITALS.filter(({ siteId }) => siteId !== site.siteId)
  if (first === undefined) throw new Error('the demo has one hospital only')
  const { siteId, name, doctors } = chance.oneOf([first, ...others])
  return { site: { siteId, name }, md: doctors[0] }
}

/** The operators of the demo, by the ids under which their acts are kept. */
const OPERATORS = [
  'demo:hana' as OperatorId,
  'demo:minjun' as OperatorId,
  'demo:seoyeon' as OperatorId,
  'demo:jiho' as OperatorId,
] as const

const OPERATOR_NAMES: Readonly<Record<OperatorId, string>> = {
  [OPERATORS[0]]: '김하나',
  [OPERATORS[1]]: '이민준',
  [OPERATORS[2]]: '박서연',
  [OPERATORS[3]]: '최지호',
}

/** What an operator is called in the texts that they send. */
export function operatorName(operator: OperatorId): string {
  return OPERATOR_NAMES[operator] ?? operator
}

export function phoneBy(chance: Chance): string {
  const [middle, last] = [`0${digits(chance, 3)}`, digits(chance, 4)]
  return chance.oneOf([
    `010-${middle}-${last}`,
    `010${middle}${last}`,
    `010 ${middle} ${last}`,
    `+82 10-${middle}-${last}`,
  ])
}

function digits(chance: Chance, count: number): string {
  return String(chance.between(0, 10 ** count - 1)).padStart(count, '0')
}

function nameBy(chance: Chance): string {
  let share = chance.between(1, 100)
  const surname = SURNAMES.find(([, percent]) => (share -= percent) <= 0)
  return `${surname?.[0] ?? '김'}${chance.oneOf(GIVEN_NAMES)}`
}

/** Surnames with how many of a hundred people bear them, roughly as in Korea. */
const SURNAMES = [
  ['김', 22],
  ['이', 15],
  ['박', 9],
  ['최', 5],
  ['정', 5],
  ['강', 4],
  ['조', 4],
  ['윤', 3],
  ['장', 3],
  ['임', 3],
  ['한', 3],
  ['오', 3],
  ['서', 2],
  ['신', 2],
  ['권', 2],
  ['황', 2],
  ['안', 2],
  ['송', 2],
  ['전', 2],
  ['홍', 2],
  ['류', 1],
  ['배', 1],
  ['백', 1],
  ['남궁', 1],
  ['황보', 1],
] as const satisfies [string, number][]

const GIVEN_NAMES = list(`
  영수 영호 정훈 성호 상훈 진우 동현 준호 민석 재현 현우 지훈 민수 승현 태현 우진 도윤 시우 주원 하준 지후 건우
  영숙 정희 미경 은주 은정 수진 지영 미영 현정 은영 지은 수연 혜진 유진 지현 민지 서연 예은 수빈 하은 서윤 지우
  하윤 다은 채원 가영 나래 보람 슬기 아름 한별 길동 순자 옥희 말순 병철 광수 철민 경자 덕수 금순 솔 준 율`)

const HOSPITALS: readonly [Hospital, ...Hospital[]] = [
  hospital('seoul-hanbit', '서울한빛대학교병원', list('김도현 이서진 박은채')),
  hospital('bundang-saebom', '분당새봄병원', list('최민재 정유나')),
  hospital('incheon-badasol', '인천바다솔병원', list('한지민 오세훈')),
  hospital('daejeon-narae', '대전나래의원', list('윤가람')),
  hospital('daegu-pureun', '대구푸른숲병원', list('장하린 임태오')),
  hospital('busan-haneul', '부산하늘대학교병원', list('서준영 신아라 권도경')),
]

function hospital(id: string, name: string, [first, ...others]: [string, ...string[]]): Hospital {
  const md = (doctor: string, n: number): Md => ({ mdId: `${id}-md-${n}` as MdId, name: doctor })
  const rest = others.map((doctor, n) => md(doctor, n + 2))
  return { siteId: id as SiteId, name, doctors: [md(first, 1), ...rest] }
}

function list(words: string): [string, ...string[]] {
  const [first = '', ...others] = words.trim().split(/\s+/)
  return [first, ...others]
}
