import { run, type Sql } from '../platform/db/db.ts'

/** How a table is filled: as it is, unless somebody knows a faster way. */
type Fill = (table: string, work: () => Promise<unknown>) => Promise<unknown>

/**
 * Fills an empty database with that many people, by statements over sets: names as they are spread in Korea, phones,
 * two hundred hospitals; and, as the product would have written them, the terms that they are found by.
 */
export async function fillPeople(
  sql: Sql,
  people: number,
  fill: Fill = (_table, work) => work(),
): Promise<void> {
  await run(sql, 'select setseed(0.42)', [])
  await run(sql, SITES, [])
  await run(sql, MDS, [])
  await fill('private.user_profile', () => run(sql, PEOPLE, [people, surnames(), givenNames()]))
  await fill('private.search_term', () => run(sql, TERMS, []))
  await run(sql, 'vacuum analyze private.user_profile', [])
  await run(sql, 'vacuum analyze private.search_term', [])
}

/** A surname for each of a thousand people, as they are spread in Korea. */
function surnames(): string[] {
  const permille = list(`
    김 215 이 147 박 84 최 47 정 43 강 24 조 21 윤 21 장 20 임 17 한 15 오 15 서 15 신 15 권 14 황 14 안 14 송 14
    전 11 홍 11 유 10 고 9 문 9 양 9 손 9 배 8 백 8 허 7 남 6 심 6 노 6 하 5 곽 4 성 4 차 4 주 4 우 4 구 4 민 4 류 3
    나 3 진 3 지 3 엄 3 채 3 원 3 천 2 방 2 공 2 현 2 함 2 변 2 염 2 여 2 추 2 도 2 소 2 석 2 선 1 설 1 마 1 길 1 연 1
    위 1 표 1 명 1 기 1 반 1 왕 1 금 1 옥 1 육 1 인 1 맹 1 제 1 모 1 남궁 1 황보 1 선우 1 제갈 1`)
  return permille.flatMap((name, n) =>
    n % 2 === 0 ? Array.from({ length: Number(permille[n + 1]) }, () => name) : [],
  )
}

/** Given names of all ages: the well-known ones by rank, and among them the many that few people bear. */
function givenNames(): string[] {
  const known = list(`
    지훈 지영 민준 서연 현우 은정 성호 미경 영수 지은 준호 수진 서준 은영 정훈 민서 영호 현정 동현 혜진 도윤 지현
    상훈 유진 예준 미영 성민 은주 준영 서윤 민수 정희 시우 수연 하준 영숙 재현 지우 승현 은희 주원 경희 태현 서현
    진우 민지 우진 지민 건우 예은 지후 수빈 현준 하은 민재 영희 재훈 지원 승민 소연 준서 윤서 도현 은지 정우 채원
    성현 다은 연우 미숙 윤우 정숙 시윤 순자 유준 예린 은우 아린 민성 하윤 선우 경숙 지환 나은 동욱 가은 병철 현숙
    광수 수아 상현 명숙 태민 정순 종훈 보람 철수 슬기 인수 아름 재영 혜원 한결 소영 기현 나영 형준 윤아 용준 서영
    진호 다영 태우 가영 승우 효진 규민 선영 찬호 희진 경수 옥순 명호 말순 창민 향숙 원석 순옥 범수 연희 길동 복자
    솔 준 율 빈 별 하늘 바다 우리 나라 이슬 한별 새봄`)
  const ranked = known.flatMap((name, rank) =>
    Array.from({ length: Math.round(20_000 / (rank + 40)) }, () => name),
  )
  const first = list(
    '지서민현수은영정성재준예하도유승동경태상진소주미혜희원우윤선나다라보채시건강',
    '',
  )
  const second = list('현준우민영호훈진은희수연아원혁석경정숙자미선주빈윤율린결서환규균철기식', '')
  const rare = first.flatMap((one) => second.map((two) => one + two))
  return [...ranked, ...rare, ...rare, ...rare]
}

function list(text: string, between: RegExp | string = /\s+/): string[] {
  return text.trim().split(between)
}

const SITES = `
  insert into private.site (site_id, name) select 'site-' || n, n || '병원' from generate_series(0, 199) n`

const MDS = `
  insert into private.md (md_id, name) select 'md-' || n, '이의사' || n from generate_series(0, 999) n`

const PEOPLE = `
  insert into private.user_profile (user_id, name, phone, site_id, md_id, created_at, updated_at)
  select md5(n::text)::uuid::text, surname || given, phone, 'site-' || n % 200, 'md-' || n % 1000, '2026-01-01', '2026-01-01'
    from (select n, 1 + floor(random() * cardinality($2::text[]))::int as first,
                 1 + floor(random() * cardinality($3::text[]))::int as second,
                 '+8210' || lpad(floor(random() * 1e8)::int::text, 8, '0') as phone
            from generate_series(1, $1::int) n) p
    join unnest($2::text[]) with ordinality s (surname, place) on s.place = first
    join unnest($3::text[]) with ordinality g (given, place) on g.place = second
   order by n`

/** The rules of search-terms.ts, for names of Hangul and phones of Korea. */
const TERMS = `
  insert into private.search_term (user_id, term, starts, name, site_id)
  select u.user_id, substr(t.whole, n), t.named and n = 1, u.name, u.site_id
    from private.user_profile u,
         lateral (values
           (u.name, true),
           ((select string_agg(chr(4352 + (ascii(c) - 44032) / 588), '' order by place)
               from regexp_split_to_table(u.name, '') with ordinality s (c, place)), true),
           ('0' || substr(u.phone, 4), false)) t (whole, named),
         generate_series(1, greatest(length(t.whole) - 1, 1)) n
   union all
  select user_id, substr(phone, 2), false, name, site_id from private.user_profile`
