-- Auto-messages that recur, wait for the morning, are paused and cancelled; each of their runs; and what became of each
-- recipient, which is the ledger of these sends as well.

ALTER TABLE auto_messages
    ALTER COLUMN due_at DROP NOT NULL,
    ADD COLUMN public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN title text DEFAULT '' NOT NULL,
    ADD COLUMN language text,
    ADD COLUMN cron text,
    ADD COLUMN zone text DEFAULT 'Europe/Moscow' NOT NULL,
    ADD COLUMN respects_quiet_hours boolean DEFAULT true NOT NULL,
    ADD COLUMN status varchar(32) DEFAULT 'scheduled' NOT NULL,
    ADD COLUMN created_by bigint,
    ADD COLUMN kept_plan text;

-- Until now nothing sent them, so whatever is past must not go out all of a sudden.
UPDATE auto_messages SET active = false, status = 'cancelled' WHERE NOT active OR due_at <= now();

ALTER TABLE auto_messages
    ADD CONSTRAINT uq_auto_messages_public_id UNIQUE (public_id),
    ADD CONSTRAINT ck_auto_messages_due_or_cron CHECK ((due_at IS NULL) <> (cron IS NULL)),
    ADD CONSTRAINT ck_auto_messages_status
        CHECK (status IN ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')),
    ADD CONSTRAINT ck_auto_messages_active CHECK (NOT active OR status IN ('scheduled', 'running')),
    ADD CONSTRAINT fk_auto_messages_created_by_api_tokens
        FOREIGN KEY (created_by) REFERENCES api_tokens ON DELETE SET NULL;

CREATE INDEX ix_auto_messages_created_at_id ON auto_messages (created_at, id);

CREATE TABLE auto_message_runs (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    message_id bigint NOT NULL,
    workflow_id text NOT NULL,
    occurrence timestamptz NOT NULL,
    text text NOT NULL,
    status varchar(32) DEFAULT 'running' NOT NULL,
    told_status varchar(32) DEFAULT 'running' NOT NULL,
    audience bigint,
    created_at timestamptz DEFAULT now() NOT NULL,
    finished_at timestamptz,
    CONSTRAINT pk_auto_message_runs PRIMARY KEY (id),
    CONSTRAINT uq_auto_message_runs_public_id UNIQUE (public_id),
    CONSTRAINT uq_auto_message_runs_workflow_id UNIQUE (workflow_id),
    CONSTRAINT uq_auto_message_runs_message_id_occurrence UNIQUE (message_id, occurrence),
    CONSTRAINT fk_auto_message_runs_message_id_auto_messages
        FOREIGN KEY (message_id) REFERENCES auto_messages ON DELETE CASCADE,
    CONSTRAINT ck_auto_message_runs_status CHECK (status IN ('running', 'paused', 'done', 'cancelled')),
    CONSTRAINT ck_auto_message_runs_told_status CHECK (told_status IN ('running', 'paused', 'done', 'cancelled'))
);

CREATE UNIQUE INDEX uq_auto_message_runs_open ON auto_message_runs (message_id) WHERE finished_at IS NULL;

CREATE TABLE auto_message_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    candidate_id bigint,
    chat_id bigint NOT NULL,
    status varchar(32) DEFAULT 'waiting' NOT NULL,
    not_before timestamptz NOT NULL,
    message_id bigint,
    error text,
    attempts integer DEFAULT 0 NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    CONSTRAINT pk_auto_message_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_auto_message_deliveries_run_id_chat_id UNIQUE (run_id, chat_id),
    CONSTRAINT fk_auto_message_deliveries_run_id_auto_message_runs
        FOREIGN KEY (run_id) REFERENCES auto_message_runs ON DELETE CASCADE,
    CONSTRAINT fk_auto_message_deliveries_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE,
    CONSTRAINT ck_auto_message_deliveries_status
        CHECK (status IN ('waiting', 'sending', 'sent', 'unknown', 'failed', 'unreachable', 'skipped'))
);

CREATE INDEX ix_auto_message_deliveries_waiting ON auto_message_deliveries (run_id, not_before, id)
    WHERE status = 'waiting';

CREATE INDEX ix_auto_message_deliveries_run_id_status_id ON auto_message_deliveries (run_id, status, id);

CREATE INDEX ix_auto_message_deliveries_candidate_id ON auto_message_deliveries (candidate_id);

CREATE INDEX ix_auto_message_deliveries_chat_id ON auto_message_deliveries (chat_id);
