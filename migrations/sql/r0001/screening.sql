-- Test1: versions, results, answers.

CREATE TABLE questionnaires (
    id bigint GENERATED ALWAYS AS IDENTITY,
    version integer NOT NULL,
    content jsonb NOT NULL,
    active boolean DEFAULT true NOT NULL,
    published_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_questionnaires PRIMARY KEY (id),
    CONSTRAINT uq_questionnaires_version UNIQUE (version)
);

CREATE UNIQUE INDEX uq_questionnaires_active ON questionnaires (active) WHERE active;

CREATE TABLE test_results (
    id bigint GENERATED ALWAYS AS IDENTITY,
    candidate_id bigint NOT NULL,
    questionnaire_id bigint NOT NULL,
    passed boolean NOT NULL,
    reason text,
    finished_at timestamptz NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_test_results PRIMARY KEY (id),
    CONSTRAINT uq_test_results_candidate_id_questionnaire_id_finished_at
        UNIQUE (candidate_id, questionnaire_id, finished_at),
    CONSTRAINT ck_test_results_reason CHECK (passed = (reason IS NULL)),
    CONSTRAINT fk_test_results_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE,
    CONSTRAINT fk_test_results_questionnaire_id_questionnaires
        FOREIGN KEY (questionnaire_id) REFERENCES questionnaires
);

CREATE TABLE test_answers (
    result_id bigint NOT NULL,
    place smallint NOT NULL,
    question_id text NOT NULL,
    option_id text,
    text text,
    CONSTRAINT pk_test_answers PRIMARY KEY (result_id, place),
    CONSTRAINT fk_test_answers_result_id_test_results
        FOREIGN KEY (result_id) REFERENCES test_results ON DELETE CASCADE
);
