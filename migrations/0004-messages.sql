create table support.message_template (
  id           bigint generated always as identity primary key,
  name         text not null,
  purpose      text not null check (purpose in ('MISSED_CALL', 'GENERAL')),
  body         text not null,
  is_active    boolean not null,
  -- The carrier's code of an AlimTalk template, and whether the carrier approved this very body.
  carrier_code text,
  approval     text not null default 'NONE' check (approval in ('NONE', 'REQUESTED', 'APPROVED', 'REJECTED')),
  version      int not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null
);

-- A message is its own job: what is due is found by next_attempt_at, so no queue beside it can disagree with it.
create table support.user_support_message (
  id                 bigint generated always as identity primary key,
  user_id            text not null,
  user_cycle_id      text not null references support.user_cycle,
  user_outbound_id   bigint references support.user_outbound_plan,
  message_type       text not null check (message_type in ('TEMPLATE', 'FREE_TEXT', 'MISSED_CALL')),
  template_id        bigint references support.message_template,
  kind               text not null check (kind in ('SMS', 'LMS', 'ALIMTALK')),
  template_code      text,
  -- What the carrier knows it by.
  key                text not null unique,
  status             text not null check (status in ('QUEUED', 'RETRY_PENDING', 'SUCCESS', 'FAILED')),
  reason             text,
  forced             boolean not null,
  tries              int not null,
  asks               int not null,
  queued_at          timestamptz not null,
  next_attempt_at    timestamptz,
  delivered_at       timestamptz,
  undelivered_reason text,
  -- When the carrier was last asked whether it was delivered.
  report_asked_at    timestamptz,
  day_index          int not null,
  version            int not null,
  created_by         text not null,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  check ((next_attempt_at is not null) = (status in ('QUEUED', 'RETRY_PENDING')))
) with (fillfactor = 85);
create index user_support_message_due on support.user_support_message (next_attempt_at)
  where next_attempt_at is not null;
create index user_support_message_cycle on support.user_support_message (user_cycle_id, id desc);
create index user_support_message_outbound on support.user_support_message (user_outbound_id, id desc);
create index user_support_message_user on support.user_support_message (user_id, created_at);
create index user_support_message_created on support.user_support_message (created_at);
create index user_support_message_status on support.user_support_message (status, id desc);
-- Accepted, and not reported on yet.
create index user_support_message_unreported on support.user_support_message (report_asked_at nulls first, id)
  where status = 'SUCCESS' and delivered_at is null and undelivered_reason is null;

-- One row an attempt, committed before the carrier is called.
create table support.message_attempt (
  message_id         bigint not null references support.user_support_message,
  number             int not null,
  user_id            text not null,
  carrier            text not null,
  key                text not null,
  started_at         timestamptz not null,
  ended_at           timestamptz,
  outcome            text not null
    check (outcome in ('IN_FLIGHT', 'UNCERTAIN', 'ACCEPTED', 'REFUSED', 'UNREACHABLE', 'UNKNOWN')),
  reason             text,
  carrier_message_id text,
  primary key (message_id, number)
);
create index message_attempt_key on support.message_attempt (key);
