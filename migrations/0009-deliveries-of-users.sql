-- Whom a delivery of the development carrier reached, so that erasing a user's data finds it. Null when the key is of no
-- message of ours.
alter table private.development_delivery add column user_id text collate "C";
update private.development_delivery d
   set user_id = (select a.user_id from support.message_attempt a where a.key = d.key limit 1);
create index development_delivery_user on private.development_delivery (user_id);
