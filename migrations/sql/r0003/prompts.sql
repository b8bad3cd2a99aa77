-- Whom a recruiter's next message is for: asked by a button, forgotten with the answer.

CREATE TABLE recruiter_prompts (
    recruiter_id bigint NOT NULL,
    candidate_id bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    CONSTRAINT pk_recruiter_prompts PRIMARY KEY (recruiter_id),
    CONSTRAINT fk_recruiter_prompts_recruiter_id_recruiters
        FOREIGN KEY (recruiter_id) REFERENCES recruiters ON DELETE CASCADE,
    CONSTRAINT fk_recruiter_prompts_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE
);

CREATE INDEX ix_recruiter_prompts_candidate_id ON recruiter_prompts (candidate_id);
