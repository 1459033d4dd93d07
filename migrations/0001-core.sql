-- Two schemas, so that rights can differ and a person's data can go: `private` holds what identifies a person or says
-- something about their health, `support` everything else (ids, statuses, dates).
create schema private;

create table support.setting (
  name  text primary key,
  value jsonb not null
);

create table support.outbound_plan (
  id         bigint generated always as identity primary key,
  sequence   int not null constraint outbound_plan_sequence_taken unique,
  day_index  int not null,
  is_active  boolean not null,
  version    int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
insert into support.outbound_plan (sequence, day_index, is_active, created_at, updated_at)
select sequence, day_index, true, now(), now()
  from (values (1, 1), (2, 7), (3, 21), (4, 42)) as plan (sequence, day_index);

-- What the other systems call a hospital and a doctor; the last name heard holds.
create table private.site (
  site_id text primary key,
  name    text
);
create table private.md (
  md_id text primary key,
  name  text
);

-- The copy of who the user is; another system owns it.
create table private.user_profile (
  user_id      text primary key,
  name         text not null,
  phone        text,
  site_id      text references private.site,
  md_id        text references private.md,
  wants_calls    boolean not null default true,
  wants_messages boolean not null default true,
  -- The `time` of the last event applied, by what it may change.
  profile_time timestamptz,
  site_time    timestamptz,
  md_time      timestamptz,
  version      int not null default 1,
  created_at   timestamptz not null,
  updated_at   timestamptz not null
);
create index user_profile_site on private.user_profile (site_id);

create table support.user_cycle (
  user_cycle_id text primary key,
  user_id       text not null,
  first_start_date date not null,
  start_date    date not null,
  length_days   int not null,
  state         text not null check (state in ('STARTED', 'ENDED')),
  version       int not null default 1,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index user_cycle_user on support.user_cycle (user_id, state desc, start_date desc);

create table support.user_outbound_plan (
  id            bigint generated always as identity primary key,
  user_id       text not null,
  user_cycle_id text not null references support.user_cycle,
  sequence      int not null,
  day_index     int not null,
  status        text not null check (status in ('PENDING', 'COMPLETED', 'SKIPPED')),
  plan_date     date not null,
  contact_at    timestamptz,
  due_date      date not null,
  due_reason    text not null check (due_reason in ('PLAN', 'WORKDAY', 'AGREED')),
  -- Where an agreed time stands among the day's calls: first and by time; calls without one come after.
  due_time      timestamptz not null generated always as (coalesce(contact_at, 'infinity'::timestamptz)) stored,
  resolved_by   text,
  resolved_at   timestamptz,
  claimed_by    text,
  claimed_until timestamptz,
  version       int not null default 1,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  -- Copies that the worklist filters by, kept by the same transactions that change their origin.
  site_id       text,
  md_id         text,
  wants_calls   boolean not null,
  last_day      date not null,
  cycle_version int not null,
  unique (user_cycle_id, sequence),
  check ((status = 'PENDING') = (resolved_at is null)),
  check ((resolved_at is null) = (resolved_by is null))
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- The worklist: open rows only, so that finished history costs nothing.
create index user_outbound_plan_open on support.user_outbound_plan (due_date, due_time, id)
  include (site_id, wants_calls, last_day) where status = 'PENDING';
create index user_outbound_plan_open_site on support.user_outbound_plan (site_id, due_date, due_time, id)
  include (wants_calls, last_day) where status = 'PENDING';
create index user_outbound_plan_open_md on support.user_outbound_plan (md_id, due_date, due_time, id)
  where status = 'PENDING';
create index user_outbound_plan_open_last_day on support.user_outbound_plan (last_day) where status = 'PENDING';
create index user_outbound_plan_resolved on support.user_outbound_plan (status, due_date, due_time, id)
  where status <> 'PENDING';
create index user_outbound_plan_completed on support.user_outbound_plan (resolved_at)
  include (site_id, resolved_by) where status = 'COMPLETED';
create index user_outbound_plan_user on support.user_outbound_plan (user_id);

-- Every text that a person wrote, once: the version of the thing it was written with names it. Erasing sets it to null.
create table private.text (
  entity     text not null,
  entity_id  text not null,
  version    int not null,
  user_id    text not null,
  text       text,
  written_by text not null,
  written_at timestamptz not null,
  primary key (entity, entity_id, version)
);
create index text_user on private.text (user_id);

-- The timeline.
create table support.user_support_log (
  id            bigint generated always as identity primary key,
  user_id       text not null,
  user_cycle_id text,
  type          text not null,
  day_index     int,
  meta          jsonb not null,
  relation_id   bigint,
  actor         text not null,
  -- What was recorded: the event, and the version of the thing that it led to, under which its text is kept.
  cause         uuid not null,
  entity        text not null,
  entity_id     text not null,
  version       int not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index user_support_log_user on support.user_support_log (user_id, id desc);
create index user_support_log_cycle on support.user_support_log (user_cycle_id, id desc);

-- Everything that happened, in the order of its transactions' effects; numbered for readers in event_position.
create table support.domain_event (
  id            bigint generated always as identity primary key,
  event_id      uuid not null,
  type          text not null,
  entity        text not null,
  entity_id     text not null,
  version       int not null,
  user_id       text,
  user_cycle_id text,
  actor         text not null,
  occurred_at   timestamptz not null,
  data          jsonb not null
);

-- Committed or not, these have no number yet. The sequencer takes what it sees, which is what is committed.
create table support.unnumbered_event (
  event_id bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table support.event_position (
  position bigint generated always as identity primary key,
  event_id bigint not null unique
);

create function support.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on support.user_support_log
  for each statement execute function support.refuse_change();
create trigger append_only before update or delete or truncate on support.domain_event
  for each statement execute function support.refuse_change();

-- What came in, by sender and id, so that nothing is taken in twice.
create table support.inbox (
  source      text not null,
  event_id    text not null,
  type        text not null,
  state       text not null check (state in ('APPLIED', 'IGNORED', 'WAITING')),
  received_at timestamptz not null,
  primary key (source, event_id)
);

-- Events that came before the cycle or the user they speak of.
create table private.waiting_event (
  id            bigint generated always as identity primary key,
  source        text not null,
  event_id      text not null,
  user_id       text,
  user_cycle_id text,
  event         jsonb not null,
  received_at   timestamptz not null,
  unique (source, event_id)
);
create index waiting_event_user on private.waiting_event (user_id);
create index waiting_event_cycle on private.waiting_event (user_cycle_id);
create index waiting_event_age on private.waiting_event (received_at);

-- What could not be taken in, with the reason.
create table private.dead_letter (
  id          bigint generated always as identity primary key,
  source      text,
  event_id    text,
  type        text,
  reason      text not null,
  errors      jsonb not null,
  -- JSON as text: what came may hold characters that jsonb cannot.
  event       text not null,
  received_at timestamptz not null,
  replayed_at timestamptz
);
create index dead_letter_event on private.dead_letter (source, event_id);

create table private.idempotent_answer (
  caller     text not null,
  key        text not null,
  request    text not null,
  status     int,
  headers    jsonb,
  body       jsonb,
  created_at timestamptz not null,
  primary key (caller, key)
);
create index idempotent_answer_age on private.idempotent_answer (created_at);

create table support.token (
  id         bigint generated always as identity primary key,
  name       text not null,
  role       text not null check (role in ('OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR', 'SERVICE')),
  sites      text[],
  hash       text not null unique,
  created_by text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
