-- Slots, the bookings that hold them, and what reservations were answered.

CREATE TABLE slots (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    recruiter_id bigint NOT NULL,
    city_id bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    wall_time timestamp NOT NULL,
    wall_zone text NOT NULL,
    withdrawn_at timestamptz,
    status varchar(32) DEFAULT 'free' NOT NULL,
    candidate_tg_id bigint,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_slots PRIMARY KEY (id),
    CONSTRAINT ck_slots_ends_after_start CHECK (ends_at > starts_at),
    CONSTRAINT ex_slots_recruiter_overlap
        EXCLUDE USING gist (int8range(recruiter_id, recruiter_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (status <> 'withdrawn'),
    CONSTRAINT uq_slots_public_id UNIQUE (public_id),
    CONSTRAINT fk_slots_recruiter_id_recruiters FOREIGN KEY (recruiter_id) REFERENCES recruiters,
    CONSTRAINT fk_slots_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT ck_slots_status CHECK (status IN ('free', 'pending', 'booked', 'confirmed', 'wanted', 'withdrawn'))
);

CREATE INDEX ix_slots_candidate_tg_id ON slots (candidate_tg_id);

CREATE INDEX ix_slots_city_id_starts_at ON slots (city_id, starts_at);

CREATE INDEX ix_slots_free ON slots (city_id, recruiter_id, starts_at) WHERE status = 'free';

CREATE INDEX ix_slots_recruiter_id_starts_at ON slots (recruiter_id, starts_at);

CREATE TABLE bookings (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    candidate_id bigint NOT NULL,
    slot_id bigint NOT NULL,
    recruiter_id bigint NOT NULL,
    city_id bigint NOT NULL,
    status varchar(32) DEFAULT 'pending' NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    booking_key text NOT NULL,
    requested_at timestamptz NOT NULL,
    answer_until timestamptz,
    decided_at timestamptz,
    ended_at timestamptz,
    reason text,
    changed_at timestamptz NOT NULL,
    changed_by varchar(32) NOT NULL,
    changed_by_id bigint NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_bookings PRIMARY KEY (id),
    CONSTRAINT ck_bookings_revision CHECK (revision > 0),
    CONSTRAINT ck_bookings_ended_at CHECK ((ended_at IS NULL) = (status IN ('booked', 'confirmed', 'pending'))),
    CONSTRAINT uq_bookings_public_id UNIQUE (public_id),
    CONSTRAINT fk_bookings_candidate_id_candidates FOREIGN KEY (candidate_id) REFERENCES candidates,
    CONSTRAINT fk_bookings_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots,
    CONSTRAINT fk_bookings_recruiter_id_recruiters FOREIGN KEY (recruiter_id) REFERENCES recruiters,
    CONSTRAINT fk_bookings_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT ck_bookings_status
        CHECK (status IN ('pending', 'booked', 'confirmed', 'rejected', 'expired', 'declined', 'cancelled',
            'met', 'missed', 'ended')),
    CONSTRAINT uq_bookings_booking_key UNIQUE (booking_key),
    CONSTRAINT ck_bookings_changed_by CHECK (changed_by IN ('candidate', 'recruiter', 'admin', 'system'))
);

CREATE INDEX ix_bookings_candidate_id ON bookings (candidate_id);

CREATE INDEX ix_bookings_city_id_status ON bookings (city_id, status);

CREATE INDEX ix_bookings_queue ON bookings (answer_until) WHERE status = 'pending';

CREATE INDEX ix_bookings_recruiter_id_status ON bookings (recruiter_id, status);

CREATE INDEX ix_bookings_slot_id ON bookings (slot_id);

CREATE UNIQUE INDEX uq_bookings_active_candidate
    ON bookings (candidate_id) WHERE status IN ('booked', 'confirmed', 'pending');

CREATE TABLE slot_claims (
    slot_id bigint NOT NULL,
    booking_id bigint NOT NULL,
    kind varchar(32) NOT NULL,
    claimed_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_slot_claims PRIMARY KEY (slot_id),
    CONSTRAINT uq_slot_claims_booking_id_kind UNIQUE (booking_id, kind),
    CONSTRAINT fk_slot_claims_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots,
    CONSTRAINT fk_slot_claims_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings,
    CONSTRAINT ck_slot_claims_kind CHECK (kind IN ('current', 'wanted'))
);

CREATE TABLE booking_events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    booking_id bigint NOT NULL,
    revision integer NOT NULL,
    slot_id bigint NOT NULL,
    status varchar(32) NOT NULL,
    at timestamptz NOT NULL,
    actor varchar(32) NOT NULL,
    actor_id bigint NOT NULL,
    reason text,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_booking_events PRIMARY KEY (id),
    CONSTRAINT fk_booking_events_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings,
    CONSTRAINT fk_booking_events_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots,
    CONSTRAINT ck_booking_events_status
        CHECK (status IN ('pending', 'booked', 'confirmed', 'rejected', 'expired', 'declined', 'cancelled',
            'met', 'missed', 'ended')),
    CONSTRAINT ck_booking_events_actor CHECK (actor IN ('candidate', 'recruiter', 'admin', 'system'))
);

CREATE INDEX ix_booking_events_booking_id_id ON booking_events (booking_id, id);

CREATE TABLE reservation_answers (
    booking_key text NOT NULL,
    candidate_id bigint NOT NULL,
    slot_id bigint NOT NULL,
    outcome varchar(32) NOT NULL,
    booking_id bigint,
    answered_at timestamptz NOT NULL,
    CONSTRAINT pk_reservation_answers PRIMARY KEY (booking_key),
    CONSTRAINT fk_reservation_answers_candidate_id_candidates
        FOREIGN KEY (candidate_id) REFERENCES candidates ON DELETE CASCADE,
    CONSTRAINT ck_reservation_answers_outcome
        CHECK (outcome IN ('slot_gone', 'already_reserved', 'slot_taken', 'wrong_recruiter', 'wrong_city',
            'slot_expired', 'recruiter_inactive', 'city_inactive', 'duplicate_candidate', 'reserved')),
    CONSTRAINT fk_reservation_answers_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings
);
