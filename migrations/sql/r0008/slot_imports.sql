-- Slots that arrive as a list: checked and entered by a workflow, all of them or none.

CREATE TABLE slot_imports (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    token_id bigint NOT NULL,
    city_ids bigint[],
    status varchar(32) DEFAULT 'checking' NOT NULL,
    rows jsonb,
    row_count integer NOT NULL,
    checked integer DEFAULT 0 NOT NULL,
    errors jsonb DEFAULT '[]'::jsonb NOT NULL,
    error_count integer DEFAULT 0 NOT NULL,
    created_count integer DEFAULT 0 NOT NULL,
    asked_at timestamptz NOT NULL,
    finished_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_slot_imports PRIMARY KEY (id),
    CONSTRAINT ck_slot_imports_finished_at
        CHECK ((finished_at IS NULL) = (status IN ('checking', 'importing')) AND (finished_at IS NULL) = (rows IS NOT NULL)),
    CONSTRAINT uq_slot_imports_public_id UNIQUE (public_id),
    CONSTRAINT fk_slot_imports_token_id_api_tokens FOREIGN KEY (token_id) REFERENCES api_tokens ON DELETE CASCADE,
    CONSTRAINT ck_slot_imports_status CHECK (status IN ('checking', 'importing', 'done', 'refused', 'failed'))
);

CREATE INDEX ix_slot_imports_token_id ON slot_imports (token_id);

-- The list of all cities begins at some instant and goes on from there.
CREATE INDEX ix_slots_starts_at_id ON slots (starts_at, id);
