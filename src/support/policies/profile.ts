import { isRefusal, type Refusal } from '../../kernel/decision.ts'
import { asWritten } from '../../kernel/text.ts'
import type { Act, Instant, UserId } from '../../kernel/values.ts'
import { change, type Seen } from '../../platform/change.ts'
import { atomically } from '../../platform/db/db.ts'
import type { InboundData } from '../inbound/contract.ts'
import { toE164 } from '../phone.ts'
import { actOf, type Support } from '../support.ts'
import * as outbounds from '../user-outbound-plan/repository.ts'
import * as profiles from '../user-support/repository.ts'
import { keepSearchTerms } from '../user-support/search-index.ts'
import * as userSupport from '../user-support/user-support.ts'
import { unknown, type Outcome } from './outcome.ts'

/**
 * The user of a cycle that starts: kept when new, and brought up to date when they come back for another cycle.
 * Undefined when the caller's sites are not theirs.
 */
export async function meet(
  support: Support,
  data: InboundData<'UserCycleStarted'>,
  time: Instant | null,
): Promise<userSupport.UserSupport | undefined> {
  const { sql, sites } = support
  const known = await profiles.userSupports.load(sql, data.userId, null)
  const siteId = known === undefined ? data.site?.siteId : known.siteId
  if (sites !== null && !sites.includes(siteId ?? '')) return undefined
  return known === undefined
    ? await meetNew(support, data)
    : await meetAgain(support, known, { data, time })
}

async function meetNew(
  { sql, now }: Support,
  { userId, user, site, md }: InboundData<'UserCycleStarted'>,
) {
  if (site) await profiles.nameSite(sql, { id: site.siteId, name: site.name })
  if (md) await profiles.nameMd(sql, { id: md.mdId, name: md.name })
  const person = { name: asWritten(user.name), phone: phoneOf(user.phone) ?? null }
  const places = { siteId: site?.siteId ?? null, mdId: md?.mdId ?? null }
  const met = userSupport.meet({ userId, person, ...places }, now())
  await profiles.insertUser(sql, met)
  await keepSearchTerms(sql, met)
  return met
}

type Again = { data: InboundData<'UserCycleStarted'>; time: Instant | null }

async function meetAgain(
  support: Support,
  { userId, siteId, mdId }: userSupport.UserSupport,
  { data: { user, site, md }, time }: Again,
) {
  // In the order in which everybody else takes them, the user after the places, or two would wait for each other.
  if (site) await profiles.suggestSite(support.sql, { id: site.siteId, name: site.name })
  if (md) await profiles.suggestMd(support.sql, { id: md.mdId, name: md.name })
  await updateProfile(support, { userId, ...user }, time)
  if (site && site.siteId !== siteId) await updateSite(support, { userId, ...site }, time)
  if (md && md.mdId !== mdId) await updateMd(support, { userId, ...md }, time)
  await profiles.holdUser(support.sql, userId)
  return await profiles.userSupports.load(support.sql, userId, null)
}

export function updateProfile(
  support: Support,
  { userId, name, phone }: InboundData<'UserProfileUpdated'>,
  time: Instant | null,
): Promise<Outcome> {
  const number = phoneOf(phone)
  const person = {
    ...(name !== undefined && { name: asWritten(name) }),
    ...(number !== undefined && { phone: number }),
  }
  return hear(support, userId, (user, act) =>
    userSupport.updateProfile(user, { ...person, time }, act),
  )
}

type Named<News extends 'UserSiteUpdated' | 'UserMdUpdated'> = Omit<InboundData<News>, 'name'> & {
  name?: string | null | undefined
}

export async function updateSite(
  support: Support,
  { userId, siteId, name, requestId = null }: Named<'UserSiteUpdated'>,
  time: Instant | null,
): Promise<Outcome> {
  const site = { id: siteId, name }
  await profiles.suggestSite(support.sql, site)
  const decide: Decide = (user, act) =>
    userSupport.updateSite(user, { siteId, requestId, time }, act)
  return await hear(support, userId, decide, async () => {
    const mine = support.sites === null || support.sites.includes(siteId)
    if (mine) await profiles.nameSite(support.sql, site)
  })
}

export async function updateMd(
  support: Support,
  { userId, mdId, name, requestId = null }: Named<'UserMdUpdated'>,
  time: Instant | null,
): Promise<Outcome> {
  const md = { id: mdId, name }
  await profiles.suggestMd(support.sql, md)
  const decide: Decide = (user, act) => userSupport.updateMd(user, { mdId, requestId, time }, act)
  return await hear(support, userId, decide, async () => {
    await profiles.nameMd(support.sql, md)
  })
}

export function deleteMd(
  support: Support,
  { userId, requestId = null }: InboundData<'UserMdDeleted'>,
  time: Instant | null,
): Promise<Outcome> {
  return hear(support, userId, (user, act) => userSupport.deleteMd(user, { requestId, time }, act))
}

/** The Site context refuses what was asked for. */
export function rejectChange(kind: userSupport.PendingChange['kind']) {
  return (
    support: Support,
    { userId, requestId, reason }: InboundData<'UserSiteUpdateRejected'>,
  ): Promise<Outcome> =>
    hear(support, userId, (user, act) =>
      userSupport.reject(user, { kind, requestId, reason: asWritten(reason) }, act),
    )
}

/** The user told another system what they want. */
export function hearPreference(
  support: Support,
  { userId, reason, ...wants }: InboundData<'UserContactPreferenceUpdated'>,
  time: Instant | null,
): Promise<Outcome> {
  const preference = { ...wants, reason: asWritten(reason), time }
  return hear(support, userId, (user, act) => userSupport.changePreference(user, preference, act))
}

type Preference = userSupport.Preference & Seen<UserId> & Readonly<{ reason: string }>

/** The user told an operator what they want: who wants no calls leaves the day's list. */
export function changePreference(
  support: Support,
  { id, ifMatch, ...wants }: Preference,
): Promise<userSupport.UserSupport | Refusal> {
  return changeUser(support, { id, ifMatch }, (user, act) =>
    userSupport.changePreference(user, { ...wants, time: null }, act),
  )
}

type Decide = (user: userSupport.UserSupport, act: Act) => userSupport.UserSupportEvent | undefined

/**
 * Takes in what another system says of the user, and what goes with it unless it was late. One who is not known yet is
 * waited for.
 */
async function hear(
  support: Support,
  userId: UserId,
  decide: Decide,
  alongside?: () => Promise<void>,
): Promise<Outcome> {
  const heard: { event?: ReturnType<Decide> } = {}
  const user = await changeUser(support, { id: userId }, (present, act) => {
    heard.event = decide(present, act)
    return heard.event
  })
  if (!isRefusal(user)) {
    if (heard.event !== undefined) await alongside?.()
    return 'APPLIED'
  }
  const elsewhere = await profiles.userSupports.load(support.sql, userId, null)
  return elsewhere === undefined ? 'WAITING' : unknown('data.userId')
}

/** Changes the user, what their calls carry of them, and what they are found by. */
function changeUser(
  support: Support,
  seen: Seen<UserId>,
  decide: Decide,
): Promise<userSupport.UserSupport | Refusal> {
  return atomically(support.sql, async (sql) => {
    const user = await change({ ...support, sql }, profiles.userSupports, {
      ...seen,
      decide: (present) => decide(present, actOf(support)),
    })
    if (isRefusal(user)) return user
    await outbounds.carryProfile(sql, seen.id, user)
    await keepSearchTerms(sql, user)
    return user
  })
}

/** The number in E.164; null clears it, undefined leaves it. What is no number was refused before. */
function phoneOf(phone: string | null | undefined): string | null | undefined {
  return typeof phone === 'string' ? (toE164(phone) ?? null) : phone
}
