-- Numbers what is committed and has no number yet, at most so many, in the order of its effects; answers how many. Each
-- statement in here sees what was committed when it began, and so the last one all that was when the lock was taken.
-- The first look goes along the index, which forgets what was deleted: in the table it would pass over every row that
-- vacuum has yet to remove.
create function support.number_events(lock_key bigint, batch int) returns int language plpgsql as $$
declare
  numbered int;
begin
  perform from support.unnumbered_event order by event_id limit 1;
  if not found then
    return 0;
  end if;
  perform pg_advisory_xact_lock(lock_key);
  with taken as (
    delete from support.unnumbered_event
     where event_id in (select event_id from support.unnumbered_event order by event_id limit batch)
    returning event_id
  )
  insert into support.event_position (event_id) select event_id from taken order by event_id;
  get diagnostics numbered = row_count;
  return numbered;
end $$;
