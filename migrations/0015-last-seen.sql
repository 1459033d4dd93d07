-- When an operator was last here outlives their sessions, whoever ends these.
alter table private.operator add column last_seen_at timestamptz;

create function private.keep_last_seen() returns trigger language plpgsql as $$
begin
  update private.operator set last_seen_at = greatest(last_seen_at, old.updated_at) where id = old.user_id;
  return null;
end
$$;
create trigger keep_last_seen after delete on private.session
  for each row execute function private.keep_last_seen();
