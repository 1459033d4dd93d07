-- People who sign in. better-auth reads and writes the first four tables, under these names of columns.
create table private.operator (
  id             text primary key,
  email          text not null unique check (email = lower(email)),
  email_verified boolean not null,
  name           text not null,
  image          text,
  role           text not null check (role in ('OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR')),
  -- A JSON array of site ids, as text since the library knows no arrays; null: all.
  sites          text check (sites is null or json_typeof(sites::json) = 'array'),
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  -- Removed ones stay: what they wrote keeps their name.
  removed_at     timestamptz
);

create table private.session (
  id         text primary key,
  user_id    text not null references private.operator,
  token      text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_operator on private.session (user_id);

-- How an operator proves who they are: a password of ours, or the word of an identity provider.
create table private.account (
  id                       text primary key,
  account_id               text not null,
  provider_id              text not null,
  user_id                  text not null references private.operator,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null,
  updated_at               timestamptz not null,
  constraint account_once unique (provider_id, account_id)
);
create index account_operator on private.account (user_id);

-- What is known of a sign-in under way at a provider.
create table private.verification (
  id         text primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_identifier on private.verification (identifier);

-- Links by which somebody chooses a password, once. Without an operator: the first ADMIN, who says who they are.
create table private.invitation (
  hash        text primary key,
  operator_id text references private.operator,
  created_by  text not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null
);
create unique index invitation_operator on private.invitation (coalesce(operator_id, ''));

-- Failed sign-ins by a hash of the address that was typed, whether it is anybody's or not.
create table private.sign_in_failure (
  address_hash text primary key,
  failures     int not null,
  last_at      timestamptz not null
);

-- What signs cookies when ANBU_SECRET is not set.
create table private.secret (
  name  text primary key,
  value text not null
);

-- Who saw what of whom. Append-only; reasons live in private.text.
create table support.access_log (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  by         text not null,
  role       text not null,
  action     text not null check (action in ('REVEALED')),
  user_id    text not null
);
create index access_log_user on support.access_log (user_id, id);
create trigger append_only before update or delete or truncate on support.access_log
  for each statement execute function support.refuse_change();

alter table support.token add column expires_at timestamptz, add column last_used_at timestamptz;
update support.token set expires_at = created_at + interval '365 days';
alter table support.token alter column expires_at set not null;
