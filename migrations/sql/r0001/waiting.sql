-- Wishes to move, and who waits for a slot.

CREATE TABLE reschedule_requests (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    booking_id bigint NOT NULL,
    revision integer NOT NULL,
    candidate_id bigint NOT NULL,
    wish text,
    requested_at timestamptz NOT NULL,
    answer_until timestamptz NOT NULL,
    settled_at timestamptz,
    settlement text,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_reschedule_requests PRIMARY KEY (id),
    CONSTRAINT uq_reschedule_requests_booking_id_revision UNIQUE (booking_id, revision),
    CONSTRAINT ck_reschedule_requests_settlement CHECK ((settled_at IS NULL) = (settlement IS NULL)),
    CONSTRAINT uq_reschedule_requests_public_id UNIQUE (public_id),
    CONSTRAINT fk_reschedule_requests_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings,
    CONSTRAINT fk_reschedule_requests_candidate_id_candidates FOREIGN KEY (candidate_id) REFERENCES candidates
);

CREATE INDEX ix_reschedule_requests_candidate_id ON reschedule_requests (candidate_id);

CREATE INDEX ix_reschedule_requests_open ON reschedule_requests (answer_until) WHERE settled_at IS NULL;

CREATE TABLE waitlist (
    id bigint GENERATED ALWAYS AS IDENTITY,
    candidate_id bigint NOT NULL,
    city_id bigint NOT NULL,
    recruiter_id bigint,
    since timestamptz NOT NULL,
    left_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_waitlist PRIMARY KEY (id),
    CONSTRAINT fk_waitlist_candidate_id_candidates FOREIGN KEY (candidate_id) REFERENCES candidates,
    CONSTRAINT fk_waitlist_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT fk_waitlist_recruiter_id_recruiters FOREIGN KEY (recruiter_id) REFERENCES recruiters
);

CREATE INDEX ix_waitlist_queue ON waitlist (city_id, since, id) WHERE left_at IS NULL;

CREATE UNIQUE INDEX uq_waitlist_open ON waitlist (candidate_id, city_id) WHERE left_at IS NULL;
