-- Overridden texts, announced messages, the send ledger.

CREATE TABLE templates (
    id bigint GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    city_id bigint,
    language text DEFAULT 'ru' NOT NULL,
    body text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_templates PRIMARY KEY (id),
    CONSTRAINT uq_templates_key_city_id_language_version UNIQUE NULLS NOT DISTINCT (key, city_id, language, version),
    CONSTRAINT fk_templates_city_id_cities FOREIGN KEY (city_id) REFERENCES cities ON DELETE CASCADE
);

CREATE UNIQUE INDEX uq_templates_active ON templates (key, city_id, language) NULLS NOT DISTINCT WHERE active;

CREATE TABLE auto_messages (
    id bigint GENERATED ALWAYS AS IDENTITY,
    text text NOT NULL,
    due_at timestamptz NOT NULL,
    target_chat_id bigint,
    city_id bigint,
    stage varchar(32),
    active boolean DEFAULT true NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_auto_messages PRIMARY KEY (id),
    CONSTRAINT fk_auto_messages_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT ck_auto_messages_stage
        CHECK (stage IN ('screening', 'choosing_recruiter', 'choosing_slot', 'waiting_for_slots',
            'awaiting_approval', 'scheduled', 'reminded', 'attendance_confirmed', 'reschedule_requested',
            'outcome_asked', 'refused', 'unreachable', 'closed'))
);

CREATE INDEX ix_auto_messages_due ON auto_messages (due_at) WHERE active;

CREATE INDEX ix_auto_messages_target_chat_id ON auto_messages (target_chat_id);

CREATE TABLE sent_messages (
    id bigint GENERATED ALWAYS AS IDENTITY,
    candidate_id bigint NOT NULL,
    kind text NOT NULL,
    booking_id bigint DEFAULT 0 NOT NULL,
    revision integer DEFAULT 0 NOT NULL,
    occurrence bigint DEFAULT 0 NOT NULL,
    chat_id bigint NOT NULL,
    status varchar(32) DEFAULT 'sending' NOT NULL,
    message_id bigint,
    error text,
    attempts integer DEFAULT 1 NOT NULL,
    started_at timestamptz DEFAULT now() NOT NULL,
    finished_at timestamptz,
    CONSTRAINT pk_sent_messages PRIMARY KEY (id),
    CONSTRAINT uq_sent_messages_key UNIQUE (candidate_id, kind, booking_id, revision, occurrence),
    CONSTRAINT fk_sent_messages_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE,
    CONSTRAINT ck_sent_messages_status CHECK (status IN ('sending', 'sent', 'unknown', 'failed', 'unreachable'))
);
