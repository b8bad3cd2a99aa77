-- Recruiters, the cities they serve, their invitations; candidates and what they wrote.

CREATE TABLE recruiters (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    zone text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    telegram_id bigint,
    tg_chat_id bigint,
    telegram_username text,
    contact_link text,
    meeting_link text,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_recruiters PRIMARY KEY (id),
    CONSTRAINT ck_recruiters_name CHECK (name <> ''),
    CONSTRAINT ck_recruiters_contact_link CHECK (contact_link ~ '^https://t[.]me/[A-Za-z0-9_+][A-Za-z0-9_+/?=&-]*$'),
    CONSTRAINT ck_recruiters_meeting_link CHECK (meeting_link ~ '^https://\S+$'),
    CONSTRAINT uq_recruiters_public_id UNIQUE (public_id),
    CONSTRAINT uq_recruiters_telegram_id UNIQUE (telegram_id),
    CONSTRAINT uq_recruiters_tg_chat_id UNIQUE (tg_chat_id)
);

CREATE TABLE recruiter_cities (
    recruiter_id bigint NOT NULL,
    city_id bigint NOT NULL,
    CONSTRAINT pk_recruiter_cities PRIMARY KEY (recruiter_id, city_id),
    CONSTRAINT fk_recruiter_cities_recruiter_id_recruiters
        FOREIGN KEY (recruiter_id) REFERENCES recruiters ON DELETE CASCADE,
    CONSTRAINT fk_recruiter_cities_city_id_cities FOREIGN KEY (city_id) REFERENCES cities ON DELETE CASCADE
);

CREATE INDEX ix_recruiter_cities_city_id ON recruiter_cities (city_id);

CREATE TABLE recruiter_invitations (
    id bigint GENERATED ALWAYS AS IDENTITY,
    recruiter_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by bigint,
    used_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_recruiter_invitations PRIMARY KEY (id),
    CONSTRAINT ck_recruiter_invitations_used CHECK ((used_by IS NULL) = (used_at IS NULL)),
    CONSTRAINT fk_recruiter_invitations_recruiter_id_recruiters
        FOREIGN KEY (recruiter_id) REFERENCES recruiters ON DELETE CASCADE,
    CONSTRAINT uq_recruiter_invitations_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_recruiter_invitations_recruiter_id ON recruiter_invitations (recruiter_id);

CREATE TABLE candidates (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    telegram_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    username text,
    name text,
    city_id bigint,
    phone text,
    language text DEFAULT 'ru' NOT NULL,
    stage varchar(32) DEFAULT 'screening' NOT NULL,
    blocked_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_candidates PRIMARY KEY (id),
    CONSTRAINT uq_candidates_public_id UNIQUE (public_id),
    CONSTRAINT uq_candidates_telegram_id UNIQUE (telegram_id),
    CONSTRAINT fk_candidates_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT ck_candidates_stage
        CHECK (stage IN ('screening', 'choosing_recruiter', 'choosing_slot', 'waiting_for_slots',
            'awaiting_approval', 'scheduled', 'reminded', 'attendance_confirmed', 'reschedule_requested',
            'outcome_asked', 'refused', 'unreachable', 'closed'))
);

CREATE INDEX ix_candidates_city_id_stage ON candidates (city_id, stage);

CREATE TABLE candidate_texts (
    candidate_id bigint NOT NULL,
    update_id bigint NOT NULL,
    text text NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT pk_candidate_texts PRIMARY KEY (candidate_id, update_id),
    CONSTRAINT fk_candidate_texts_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE
);
