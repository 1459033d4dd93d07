-- An answer that is given again keeps the order of its fields: it is the first one, to the letter.
alter table private.idempotent_answer alter column body type json using body::json;
