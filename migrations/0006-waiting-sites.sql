-- Whose users the sender of a waiting event may touch when it is applied at last; null is everybody's.
alter table private.waiting_event add column sites text[];
