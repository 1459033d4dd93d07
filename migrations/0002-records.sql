-- What operators record. Texts are in private.text, under the thing's name, id and version.
create table support.user_support_memo (
  id            bigint generated always as identity primary key,
  user_id       text not null,
  user_cycle_id text not null references support.user_cycle,
  day_index     int not null,
  version       int not null,
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index user_support_memo_cycle on support.user_support_memo (user_cycle_id, id desc);
create index user_support_memo_user on support.user_support_memo (user_id, id desc);

create table support.user_support_issue (
  id            bigint generated always as identity primary key,
  user_id       text not null,
  user_cycle_id text not null references support.user_cycle,
  status        text not null check (status in ('REGISTERED', 'IN_PROGRESS', 'RESOLVED', 'CANCELLED')),
  day_index     int not null,
  -- The version under which its present text is kept; a change of status has a version of its own.
  text_version  int not null,
  version       int not null,
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index user_support_issue_cycle on support.user_support_issue (user_cycle_id, id desc);
create index user_support_issue_open on support.user_support_issue (user_id)
  where status in ('REGISTERED', 'IN_PROGRESS');
create index user_support_issue_board on support.user_support_issue (status, created_at, id);

create table support.contact_attempt (
  id               bigint generated always as identity primary key,
  user_id          text not null,
  user_cycle_id    text not null,
  user_outbound_id bigint not null references support.user_outbound_plan,
  result           text not null check (result in ('REACHED', 'NO_ANSWER', 'BUSY', 'REFUSED', 'WRONG_NUMBER')),
  created_by       text not null,
  created_at       timestamptz not null
);
create index contact_attempt_outbound on support.contact_attempt (user_outbound_id, id desc);
create index contact_attempt_reached on support.contact_attempt (user_id, created_at desc) where result = 'REACHED';

create sequence support.support_note_id;

-- Changes of site or doctor that were asked for and not answered: [{requestId, kind, to, requestedBy, requestedAt}].
alter table private.user_profile
  add column pending jsonb not null default '[]',
  add column pending_since timestamptz,
  add column preference_time timestamptz;
create index user_profile_pending on private.user_profile (pending_since) where pending_since is not null;
