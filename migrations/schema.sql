CREATE SCHEMA private;

CREATE SCHEMA support;

CREATE FUNCTION private.keep_last_seen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update private.operator set last_seen_at = greatest(last_seen_at, old.updated_at) where id = old.user_id;
  return null;
end
$$;

CREATE FUNCTION support.number_events(lock_key bigint, batch integer) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION support.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

CREATE TABLE private.account (
    id text NOT NULL,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id text NOT NULL,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp with time zone,
    refresh_token_expires_at timestamp with time zone,
    scope text,
    password text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE private.dead_letter (
    id bigint NOT NULL,
    source text COLLATE pg_catalog."C",
    event_id text COLLATE pg_catalog."C",
    type text COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    errors jsonb NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    received_at timestamp with time zone NOT NULL,
    replayed_at timestamp with time zone
);

ALTER TABLE private.dead_letter ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME private.dead_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE private.development_delivery (
    key text NOT NULL COLLATE pg_catalog."C",
    recipient text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    delivered_at timestamp with time zone NOT NULL,
    user_id text COLLATE pg_catalog."C"
);

CREATE TABLE private.idempotent_answer (
    caller text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    request text NOT NULL COLLATE pg_catalog."C",
    status integer,
    headers jsonb,
    body json,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE private.invitation (
    hash text NOT NULL,
    operator_id text,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE private.md (
    md_id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);

CREATE TABLE private.operator (
    id text NOT NULL,
    email text NOT NULL,
    email_verified boolean NOT NULL,
    name text NOT NULL,
    image text,
    role text NOT NULL,
    sites text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    CONSTRAINT operator_email_check CHECK ((email = lower(email))),
    CONSTRAINT operator_role_check CHECK ((role = ANY (ARRAY['OPERATOR'::text, 'MANAGER'::text, 'ADMIN'::text, 'AUDITOR'::text]))),
    CONSTRAINT operator_sites_check CHECK (((sites IS NULL) OR (json_typeof((sites)::json) = 'array'::text)))
);

CREATE TABLE private.search_term (
    user_id text NOT NULL COLLATE pg_catalog."C",
    term text NOT NULL COLLATE pg_catalog."C",
    starts boolean NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    site_id text COLLATE pg_catalog."C"
)
WITH (autovacuum_vacuum_insert_scale_factor='0.05');

CREATE TABLE private.secret (
    name text NOT NULL,
    value text NOT NULL
);

CREATE TABLE private.session (
    id text NOT NULL,
    user_id text NOT NULL,
    token text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ip_address text,
    user_agent text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE private.sign_in_failure (
    address_hash text NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL
);

CREATE TABLE private.site (
    site_id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);

CREATE TABLE private.text (
    entity text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    user_id text COLLATE pg_catalog."C",
    text text COLLATE pg_catalog."C",
    written_by text NOT NULL COLLATE pg_catalog."C",
    written_at timestamp with time zone NOT NULL
);

CREATE TABLE private.user_profile (
    user_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    phone text COLLATE pg_catalog."C",
    site_id text COLLATE pg_catalog."C",
    md_id text COLLATE pg_catalog."C",
    wants_calls boolean DEFAULT true NOT NULL,
    wants_messages boolean DEFAULT true NOT NULL,
    profile_time timestamp with time zone,
    site_time timestamp with time zone,
    md_time timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    pending jsonb DEFAULT '[]'::jsonb NOT NULL,
    pending_since timestamp with time zone,
    preference_time timestamp with time zone
);

CREATE TABLE private.verification (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE private.waiting_event (
    id bigint NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    user_cycle_id text COLLATE pg_catalog."C",
    event json NOT NULL,
    received_at timestamp with time zone NOT NULL,
    sites text[]
);

ALTER TABLE private.waiting_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME private.waiting_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.access_log (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    role text NOT NULL,
    action text NOT NULL,
    user_id text NOT NULL,
    CONSTRAINT access_log_action_check CHECK ((action = 'REVEALED'::text))
);

ALTER TABLE support.access_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.access_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.contact_attempt (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    user_outbound_id bigint NOT NULL,
    result text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT contact_attempt_result_check CHECK ((result = ANY (ARRAY['REACHED'::text, 'NO_ANSWER'::text, 'BUSY'::text, 'REFUSED'::text, 'WRONG_NUMBER'::text])))
);

ALTER TABLE support.contact_attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.contact_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.domain_event (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    entity text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    user_id text COLLATE pg_catalog."C",
    user_cycle_id text COLLATE pg_catalog."C",
    actor text NOT NULL COLLATE pg_catalog."C",
    occurred_at timestamp with time zone NOT NULL,
    data jsonb NOT NULL
);

ALTER TABLE support.domain_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.domain_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.event_position (
    "position" bigint NOT NULL,
    event_id bigint NOT NULL
);

ALTER TABLE support.event_position ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.event_position_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.export_record (
    id bigint NOT NULL,
    requested_by text NOT NULL COLLATE pg_catalog."C",
    requested_at timestamp with time zone NOT NULL,
    filters jsonb NOT NULL,
    row_count integer
);

ALTER TABLE support.export_record ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.export_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.inbox (
    source text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT inbox_state_check CHECK ((state = ANY (ARRAY['APPLIED'::text, 'IGNORED'::text, 'WAITING'::text])))
);

CREATE TABLE support.message_attempt (
    message_id bigint NOT NULL,
    number integer NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    carrier text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    carrier_message_id text COLLATE pg_catalog."C",
    CONSTRAINT message_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['IN_FLIGHT'::text, 'UNCERTAIN'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'UNREACHABLE'::text, 'UNKNOWN'::text])))
);

CREATE TABLE support.message_template (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    is_active boolean NOT NULL,
    carrier_code text COLLATE pg_catalog."C",
    approval text DEFAULT 'NONE'::text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT message_template_approval_check CHECK ((approval = ANY (ARRAY['NONE'::text, 'REQUESTED'::text, 'APPROVED'::text, 'REJECTED'::text]))),
    CONSTRAINT message_template_purpose_check CHECK ((purpose = ANY (ARRAY['MISSED_CALL'::text, 'GENERAL'::text])))
);

ALTER TABLE support.message_template ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.message_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.migration (
    name text NOT NULL COLLATE pg_catalog."C",
    ran_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE support.outbound_plan (
    id bigint NOT NULL,
    sequence integer NOT NULL,
    day_index integer NOT NULL,
    is_active boolean NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE support.outbound_plan ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.outbound_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    value jsonb NOT NULL
);

CREATE SEQUENCE support.support_note_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE support.token (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    sites text[],
    hash text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT token_role_check CHECK ((role = ANY (ARRAY['OPERATOR'::text, 'MANAGER'::text, 'ADMIN'::text, 'AUDITOR'::text, 'SERVICE'::text])))
);

ALTER TABLE support.token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.unnumbered_event (
    event_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000');

CREATE TABLE support.user_cycle (
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    first_start_date date NOT NULL,
    start_date date NOT NULL,
    length_days integer NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT user_cycle_state_check CHECK ((state = ANY (ARRAY['STARTED'::text, 'ENDED'::text])))
);

CREATE TABLE support.user_outbound_plan (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    sequence integer NOT NULL,
    day_index integer NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    plan_date date NOT NULL,
    contact_at timestamp with time zone,
    due_date date NOT NULL,
    due_reason text NOT NULL COLLATE pg_catalog."C",
    due_time timestamp with time zone GENERATED ALWAYS AS (COALESCE(contact_at, 'infinity'::timestamp with time zone)) STORED NOT NULL,
    resolved_by text COLLATE pg_catalog."C",
    resolved_at timestamp with time zone,
    claimed_by text COLLATE pg_catalog."C",
    claimed_until timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    site_id text COLLATE pg_catalog."C",
    md_id text COLLATE pg_catalog."C",
    wants_calls boolean NOT NULL,
    last_day date NOT NULL,
    cycle_version integer NOT NULL,
    CONSTRAINT user_outbound_plan_check CHECK (((status = 'PENDING'::text) = (resolved_at IS NULL))),
    CONSTRAINT user_outbound_plan_check1 CHECK (((resolved_at IS NULL) = (resolved_by IS NULL))),
    CONSTRAINT user_outbound_plan_due_reason_check CHECK ((due_reason = ANY (ARRAY['PLAN'::text, 'WORKDAY'::text, 'AGREED'::text]))),
    CONSTRAINT user_outbound_plan_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'COMPLETED'::text, 'SKIPPED'::text])))
)
WITH (fillfactor='85', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_insert_scale_factor='0.05');

ALTER TABLE support.user_outbound_plan ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.user_outbound_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.user_support_issue (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    day_index integer NOT NULL,
    text_version integer NOT NULL,
    version integer NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT user_support_issue_status_check CHECK ((status = ANY (ARRAY['REGISTERED'::text, 'IN_PROGRESS'::text, 'RESOLVED'::text, 'CANCELLED'::text])))
);

ALTER TABLE support.user_support_issue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.user_support_issue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.user_support_log (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    day_index integer,
    meta jsonb NOT NULL,
    relation_id bigint,
    actor text NOT NULL COLLATE pg_catalog."C",
    cause uuid NOT NULL,
    entity text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE support.user_support_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.user_support_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.user_support_memo (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    day_index integer NOT NULL,
    version integer NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE support.user_support_memo ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.user_support_memo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE support.user_support_message (
    id bigint NOT NULL,
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_cycle_id text NOT NULL COLLATE pg_catalog."C",
    user_outbound_id bigint,
    message_type text NOT NULL COLLATE pg_catalog."C",
    template_id bigint,
    kind text NOT NULL COLLATE pg_catalog."C",
    template_code text COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    forced boolean NOT NULL,
    tries integer NOT NULL,
    asks integer NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone,
    delivered_at timestamp with time zone,
    undelivered_reason text COLLATE pg_catalog."C",
    report_asked_at timestamp with time zone,
    day_index integer NOT NULL,
    version integer NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT user_support_message_check CHECK (((next_attempt_at IS NOT NULL) = (status = ANY (ARRAY['QUEUED'::text, 'RETRY_PENDING'::text])))),
    CONSTRAINT user_support_message_kind_check CHECK ((kind = ANY (ARRAY['SMS'::text, 'LMS'::text, 'ALIMTALK'::text]))),
    CONSTRAINT user_support_message_message_type_check CHECK ((message_type = ANY (ARRAY['TEMPLATE'::text, 'FREE_TEXT'::text, 'MISSED_CALL'::text]))),
    CONSTRAINT user_support_message_status_check CHECK ((status = ANY (ARRAY['QUEUED'::text, 'RETRY_PENDING'::text, 'SUCCESS'::text, 'FAILED'::text])))
)
WITH (fillfactor='85');

ALTER TABLE support.user_support_message ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME support.user_support_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY private.account
    ADD CONSTRAINT account_once UNIQUE (provider_id, account_id);

ALTER TABLE ONLY private.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.development_delivery
    ADD CONSTRAINT development_delivery_pkey PRIMARY KEY (key);

ALTER TABLE ONLY private.idempotent_answer
    ADD CONSTRAINT idempotent_answer_pkey PRIMARY KEY (caller, key);

ALTER TABLE ONLY private.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY private.md
    ADD CONSTRAINT md_pkey PRIMARY KEY (md_id);

ALTER TABLE ONLY private.operator
    ADD CONSTRAINT operator_email_key UNIQUE (email);

ALTER TABLE ONLY private.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.secret
    ADD CONSTRAINT secret_pkey PRIMARY KEY (name);

ALTER TABLE ONLY private.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.session
    ADD CONSTRAINT session_token_key UNIQUE (token);

ALTER TABLE ONLY private.sign_in_failure
    ADD CONSTRAINT sign_in_failure_pkey PRIMARY KEY (address_hash);

ALTER TABLE ONLY private.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY private.text
    ADD CONSTRAINT text_pkey PRIMARY KEY (entity, entity_id, version);

ALTER TABLE ONLY private.user_profile
    ADD CONSTRAINT user_profile_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY private.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.waiting_event
    ADD CONSTRAINT waiting_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY private.waiting_event
    ADD CONSTRAINT waiting_event_source_event_id_key UNIQUE (source, event_id);

ALTER TABLE ONLY support.access_log
    ADD CONSTRAINT access_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.contact_attempt
    ADD CONSTRAINT contact_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.domain_event
    ADD CONSTRAINT domain_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.event_position
    ADD CONSTRAINT event_position_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY support.event_position
    ADD CONSTRAINT event_position_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY support.export_record
    ADD CONSTRAINT export_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (source, event_id);

ALTER TABLE ONLY support.message_attempt
    ADD CONSTRAINT message_attempt_pkey PRIMARY KEY (message_id, number);

ALTER TABLE ONLY support.message_template
    ADD CONSTRAINT message_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY support.outbound_plan
    ADD CONSTRAINT outbound_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.outbound_plan
    ADD CONSTRAINT outbound_plan_sequence_taken UNIQUE (sequence);

ALTER TABLE ONLY support.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

ALTER TABLE ONLY support.token
    ADD CONSTRAINT token_hash_key UNIQUE (hash);

ALTER TABLE ONLY support.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.unnumbered_event
    ADD CONSTRAINT unnumbered_event_pkey PRIMARY KEY (event_id);

ALTER TABLE ONLY support.user_cycle
    ADD CONSTRAINT user_cycle_pkey PRIMARY KEY (user_cycle_id);

ALTER TABLE ONLY support.user_outbound_plan
    ADD CONSTRAINT user_outbound_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.user_outbound_plan
    ADD CONSTRAINT user_outbound_plan_user_cycle_id_sequence_key UNIQUE (user_cycle_id, sequence);

ALTER TABLE ONLY support.user_support_issue
    ADD CONSTRAINT user_support_issue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.user_support_log
    ADD CONSTRAINT user_support_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.user_support_memo
    ADD CONSTRAINT user_support_memo_pkey PRIMARY KEY (id);

ALTER TABLE ONLY support.user_support_message
    ADD CONSTRAINT user_support_message_key_key UNIQUE (key);

ALTER TABLE ONLY support.user_support_message
    ADD CONSTRAINT user_support_message_pkey PRIMARY KEY (id);

CREATE INDEX account_operator ON private.account USING btree (user_id);

CREATE INDEX dead_letter_event ON private.dead_letter USING btree (source, event_id);

CREATE INDEX development_delivery_user ON private.development_delivery USING btree (user_id);

CREATE INDEX idempotent_answer_age ON private.idempotent_answer USING btree (created_at);

CREATE UNIQUE INDEX invitation_operator ON private.invitation USING btree (COALESCE(operator_id, ''::text));

CREATE INDEX search_term_one ON private.search_term USING btree ("left"(term, 1), name, user_id) INCLUDE (term, site_id) WHERE starts;

CREATE INDEX search_term_three ON private.search_term USING btree ("left"(term, 3), name, user_id) INCLUDE (term, site_id) WHERE (term >= 'A'::text);

CREATE INDEX search_term_two ON private.search_term USING btree ("left"(term, 2), name, user_id) INCLUDE (term, site_id);

CREATE INDEX search_term_user ON private.search_term USING btree (user_id);

CREATE INDEX search_term_whole ON private.search_term USING btree (term) INCLUDE (name, user_id, site_id);

CREATE INDEX session_operator ON private.session USING btree (user_id);

CREATE INDEX text_user ON private.text USING btree (user_id);

CREATE INDEX user_profile_md ON private.user_profile USING btree (md_id);

CREATE INDEX user_profile_name ON private.user_profile USING btree (name, user_id);

CREATE INDEX user_profile_pending ON private.user_profile USING btree (pending_since) WHERE (pending_since IS NOT NULL);

CREATE INDEX user_profile_site ON private.user_profile USING btree (site_id);

CREATE INDEX verification_identifier ON private.verification USING btree (identifier);

CREATE INDEX waiting_event_age ON private.waiting_event USING btree (received_at);

CREATE INDEX waiting_event_cycle ON private.waiting_event USING btree (user_cycle_id);

CREATE INDEX waiting_event_user ON private.waiting_event USING btree (user_id);

CREATE INDEX access_log_user ON support.access_log USING btree (user_id, id);

CREATE INDEX contact_attempt_created ON support.contact_attempt USING btree (created_at) INCLUDE (user_id, result, created_by);

CREATE INDEX contact_attempt_outbound ON support.contact_attempt USING btree (user_outbound_id, id DESC);

CREATE INDEX contact_attempt_reached ON support.contact_attempt USING btree (user_id, created_at DESC) WHERE (result = 'REACHED'::text);

CREATE INDEX message_attempt_key ON support.message_attempt USING btree (key);

CREATE INDEX user_cycle_last_day ON support.user_cycle USING btree (((start_date + length_days)), user_cycle_id) WHERE (state = 'STARTED'::text);

CREATE INDEX user_cycle_start ON support.user_cycle USING btree (start_date);

CREATE INDEX user_cycle_user ON support.user_cycle USING btree (user_id, state DESC, start_date DESC, user_cycle_id) INCLUDE (length_days);

CREATE INDEX user_outbound_plan_completed ON support.user_outbound_plan USING btree (resolved_at) INCLUDE (site_id, resolved_by) WHERE (status = 'COMPLETED'::text);

CREATE INDEX user_outbound_plan_open ON support.user_outbound_plan USING btree (due_date, due_time, id) INCLUDE (site_id, wants_calls, last_day) WHERE (status = 'PENDING'::text);

CREATE INDEX user_outbound_plan_open_last_day ON support.user_outbound_plan USING btree (last_day) WHERE (status = 'PENDING'::text);

CREATE INDEX user_outbound_plan_open_md ON support.user_outbound_plan USING btree (md_id, due_date, due_time, id) WHERE (status = 'PENDING'::text);

CREATE INDEX user_outbound_plan_open_site ON support.user_outbound_plan USING btree (site_id, due_date, due_time, id) INCLUDE (wants_calls, last_day) WHERE (status = 'PENDING'::text);

CREATE INDEX user_outbound_plan_resolved ON support.user_outbound_plan USING btree (status, due_date, due_time, id) WHERE (status <> 'PENDING'::text);

CREATE INDEX user_outbound_plan_user ON support.user_outbound_plan USING btree (user_id);

CREATE INDEX user_support_issue_board ON support.user_support_issue USING btree (status, created_at, id);

CREATE INDEX user_support_issue_cycle ON support.user_support_issue USING btree (user_cycle_id, id DESC);

CREATE INDEX user_support_issue_open ON support.user_support_issue USING btree (user_id) WHERE (status = ANY (ARRAY['REGISTERED'::text, 'IN_PROGRESS'::text]));

CREATE INDEX user_support_log_cycle ON support.user_support_log USING btree (user_cycle_id, id DESC);

CREATE INDEX user_support_log_user ON support.user_support_log USING btree (user_id, id DESC);

CREATE INDEX user_support_memo_cycle ON support.user_support_memo USING btree (user_cycle_id, id DESC);

CREATE INDEX user_support_memo_user ON support.user_support_memo USING btree (user_id, id DESC) INCLUDE (version, created_by, created_at);

CREATE INDEX user_support_message_created ON support.user_support_message USING btree (created_at);

CREATE INDEX user_support_message_cycle ON support.user_support_message USING btree (user_cycle_id, id DESC);

CREATE INDEX user_support_message_due ON support.user_support_message USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX user_support_message_outbound ON support.user_support_message USING btree (user_outbound_id, id DESC);

CREATE INDEX user_support_message_status ON support.user_support_message USING btree (status, id DESC);

CREATE INDEX user_support_message_unreported ON support.user_support_message USING btree (report_asked_at NULLS FIRST, id) WHERE ((status = 'SUCCESS'::text) AND (delivered_at IS NULL) AND (undelivered_reason IS NULL));

CREATE INDEX user_support_message_user ON support.user_support_message USING btree (user_id, created_at);

CREATE TRIGGER keep_last_seen AFTER DELETE ON private.session FOR EACH ROW EXECUTE FUNCTION private.keep_last_seen();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON support.access_log FOR EACH STATEMENT EXECUTE FUNCTION support.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON support.domain_event FOR EACH STATEMENT EXECUTE FUNCTION support.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON support.user_support_log FOR EACH STATEMENT EXECUTE FUNCTION support.refuse_change();

ALTER TABLE ONLY private.account
    ADD CONSTRAINT account_user_id_fkey FOREIGN KEY (user_id) REFERENCES private.operator(id);

ALTER TABLE ONLY private.invitation
    ADD CONSTRAINT invitation_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES private.operator(id);

ALTER TABLE ONLY private.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES private.operator(id);

ALTER TABLE ONLY private.user_profile
    ADD CONSTRAINT user_profile_md_id_fkey FOREIGN KEY (md_id) REFERENCES private.md(md_id);

ALTER TABLE ONLY private.user_profile
    ADD CONSTRAINT user_profile_site_id_fkey FOREIGN KEY (site_id) REFERENCES private.site(site_id);

ALTER TABLE ONLY support.contact_attempt
    ADD CONSTRAINT contact_attempt_user_outbound_id_fkey FOREIGN KEY (user_outbound_id) REFERENCES support.user_outbound_plan(id);

ALTER TABLE ONLY support.message_attempt
    ADD CONSTRAINT message_attempt_message_id_fkey FOREIGN KEY (message_id) REFERENCES support.user_support_message(id);

ALTER TABLE ONLY support.user_outbound_plan
    ADD CONSTRAINT user_outbound_plan_user_cycle_id_fkey FOREIGN KEY (user_cycle_id) REFERENCES support.user_cycle(user_cycle_id);

ALTER TABLE ONLY support.user_support_issue
    ADD CONSTRAINT user_support_issue_user_cycle_id_fkey FOREIGN KEY (user_cycle_id) REFERENCES support.user_cycle(user_cycle_id);

ALTER TABLE ONLY support.user_support_memo
    ADD CONSTRAINT user_support_memo_user_cycle_id_fkey FOREIGN KEY (user_cycle_id) REFERENCES support.user_cycle(user_cycle_id);

ALTER TABLE ONLY support.user_support_message
    ADD CONSTRAINT user_support_message_template_id_fkey FOREIGN KEY (template_id) REFERENCES support.message_template(id);

ALTER TABLE ONLY support.user_support_message
    ADD CONSTRAINT user_support_message_user_cycle_id_fkey FOREIGN KEY (user_cycle_id) REFERENCES support.user_cycle(user_cycle_id);

ALTER TABLE ONLY support.user_support_message
    ADD CONSTRAINT user_support_message_user_outbound_id_fkey FOREIGN KEY (user_outbound_id) REFERENCES support.user_outbound_plan(id);
