-- Texts compare by code point, whatever locale the database was made with: ids and states are found several times as
-- fast, every database sorts alike, and a new version of the system's locales leaves no index out of order.
do $$
declare
  t record;
begin
  for t in
    select table_schema, table_name,
           string_agg(format('alter column %I type text collate "C"', column_name), ', ') as changes
      from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
     where table_schema in ('support', 'private') and table_type = 'BASE TABLE'
       and data_type = 'text' and collation_name is distinct from 'C' and is_generated = 'NEVER'
     group by table_schema, table_name
  loop
    execute format('alter table %I.%I %s', t.table_schema, t.table_name, t.changes);
  end loop;
end $$;
