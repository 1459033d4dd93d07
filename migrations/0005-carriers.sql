-- Where the development carrier "delivers" to: once by key, to be read instead of a phone.
create table private.development_delivery (
  key          text primary key,
  recipient    text not null,
  text         text not null,
  kind         text not null,
  delivered_at timestamptz not null
);
