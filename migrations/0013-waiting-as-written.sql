-- What waits keeps the order of its fields: the same event, sent again, is then the same dead letter.
alter table private.waiting_event alter column event type json using event::json;
