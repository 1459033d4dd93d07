import { run } from '../../platform/db/db.ts'
import { withinSites } from '../sites.ts'
import type { Support } from '../support.ts'
import type { Places } from './contract.ts'

const PLACES = `
  select coalesce((select json_agg(json_build_object('siteId', s.site_id, 'name', s.name) order by s.name, s.site_id)
            from private.site s where ${withinSites('s.site_id', '$1')}), '[]') as sites,
         coalesce((select json_agg(json_build_object('mdId', m.md_id, 'name', m.name) order by m.name, m.md_id)
            from private.md m
           where $1::text[] is null or exists (
             select from private.user_profile u where u.md_id = m.md_id and u.site_id = any($1))), '[]') as mds`

/** The hospitals that the caller may see and the doctors who have users there, by name: what one chooses from. */
export async function places({ sql, sites }: Support): Promise<Places> {
  const [found] = await run<Places>(sql, PLACES, [sites])
  return found ?? { sites: [], mds: [] }
}
