-- One key for each candidate, wrapped by a master key that is not in the database: deleting the row makes every copy of
-- what Temporal keeps of that candidate unreadable.

CREATE TABLE candidate_keys (
    candidate_id bigint NOT NULL,
    wrapped_key bytea NOT NULL,
    master_key_id text NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_candidate_keys PRIMARY KEY (candidate_id),
    CONSTRAINT ck_candidate_keys_wrapped_key CHECK (length(wrapped_key) >= 60),
    CONSTRAINT fk_candidate_keys_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE
);

CREATE INDEX ix_candidate_keys_master_key_id ON candidate_keys (master_key_id);
