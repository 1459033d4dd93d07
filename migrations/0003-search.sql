-- Names sort by code point, which for Hangul is the dictionary's order, and the same on every database.
alter table private.user_profile alter column name type text collate "C";
create index user_profile_name on private.user_profile (name, user_id);
create index user_profile_md on private.user_profile (md_id);

-- A user's current cycle and last memo are read from their indexes alone.
drop index support.user_cycle_user;
create index user_cycle_user on support.user_cycle (user_id, state desc, start_date desc, user_cycle_id)
  include (length_days);
drop index support.user_support_memo_user;
create index user_support_memo_user on support.user_support_memo (user_id, id desc)
  include (version, created_by, created_at);

-- What a user is found by: every ending of the name, of its initial consonants and of the phone's digits, so that any
-- part of them is the beginning of a term. `starts` marks the whole name and its initials. Name and site are the
-- profile's, so that a page of hits is walked in the order of names along an index, of one's own sites only.
create table private.search_term (
  user_id text not null,
  term    text collate "C" not null,
  starts  boolean not null,
  name    text collate "C" not null,
  site_id text
) with (autovacuum_vacuum_insert_scale_factor = 0.05);
create index search_term_user on private.search_term (user_id);
create index search_term_whole on private.search_term (term) include (name, user_id, site_id);
create index search_term_two on private.search_term (left(term, 2), name, user_id) include (term, site_id);
create index search_term_one on private.search_term (left(term, 1), name, user_id) include (term, site_id) where starts;

-- Who took users' data out, when and with which filters; why is in private.text under ('ExportRecord', id, 1).
create table support.export_record (
  id           bigint generated always as identity primary key,
  requested_by text not null,
  requested_at timestamptz not null,
  filters      jsonb not null,
  -- Null until the last row was sent.
  row_count    int
);
-- A reason like that speaks of no one user.
alter table private.text alter column user_id drop not null;

create index user_cycle_last_day on support.user_cycle ((start_date + length_days), user_cycle_id) where state = 'STARTED';
create index user_cycle_start on support.user_cycle (start_date);
