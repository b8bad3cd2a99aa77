-- Updates from Telegram; who did what; who may call the API.

CREATE TABLE telegram_updates (
    bot_id bigint NOT NULL,
    update_id bigint NOT NULL,
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    person_key bigint NOT NULL,
    payload jsonb NOT NULL,
    status varchar(32) DEFAULT 'new' NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    next_try_at timestamptz,
    received_at timestamptz DEFAULT now() NOT NULL,
    handled_at timestamptz,
    CONSTRAINT pk_telegram_updates PRIMARY KEY (bot_id, update_id),
    CONSTRAINT ck_telegram_updates_status CHECK (status IN ('new', 'handled', 'parked'))
);

CREATE INDEX ix_telegram_updates_parked ON telegram_updates (arrival) WHERE status = 'parked';

CREATE INDEX ix_telegram_updates_person ON telegram_updates (person_key, arrival) WHERE status = 'new';

CREATE INDEX ix_telegram_updates_waiting ON telegram_updates (arrival) WHERE status = 'new';

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    actor varchar(32) NOT NULL,
    actor_id bigint NOT NULL,
    what text NOT NULL,
    subject_table text,
    subject_id bigint,
    before jsonb,
    after jsonb,
    at timestamptz NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_audit_log PRIMARY KEY (id),
    CONSTRAINT ck_audit_log_actor CHECK (actor IN ('candidate', 'recruiter', 'admin', 'system'))
);

CREATE INDEX ix_audit_log_actor_actor_id_id ON audit_log (actor, actor_id, id);

CREATE INDEX ix_audit_log_subject_table_subject_id_id ON audit_log (subject_table, subject_id, id);

CREATE TABLE api_tokens (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (id),
    CONSTRAINT ck_api_tokens_role CHECK (role <> ''),
    CONSTRAINT uq_api_tokens_public_id UNIQUE (public_id),
    CONSTRAINT uq_api_tokens_token_hash UNIQUE (token_hash)
);
