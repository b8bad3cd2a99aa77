-- The company may ask for a move as well, as often as it likes, and offers times; a candidate asks once for each revision.

ALTER TABLE reschedule_requests
    ADD COLUMN asked_by varchar(32) DEFAULT 'candidate' NOT NULL,
    ADD COLUMN offered bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    ADD COLUMN offered_at timestamptz,
    ADD CONSTRAINT ck_reschedule_requests_asked_by CHECK (asked_by IN ('candidate', 'recruiter', 'admin', 'system')),
    DROP CONSTRAINT uq_reschedule_requests_booking_id_revision;

CREATE UNIQUE INDEX uq_reschedule_requests_asked
    ON reschedule_requests (booking_id, revision) WHERE asked_by = 'candidate';

CREATE UNIQUE INDEX uq_reschedule_requests_open ON reschedule_requests (booking_id) WHERE settled_at IS NULL;

CREATE INDEX ix_reschedule_requests_booking_id ON reschedule_requests (booking_id);

CREATE TABLE slot_proposals (
    booking_id bigint NOT NULL,
    slot_id bigint NOT NULL,
    revision integer NOT NULL,
    recruiter_id bigint NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_slot_proposals PRIMARY KEY (booking_id, slot_id),
    CONSTRAINT fk_slot_proposals_booking_id_bookings
        FOREIGN KEY (booking_id) REFERENCES bookings ON DELETE CASCADE,
    CONSTRAINT fk_slot_proposals_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots ON DELETE CASCADE,
    CONSTRAINT fk_slot_proposals_recruiter_id_recruiters
        FOREIGN KEY (recruiter_id) REFERENCES recruiters ON DELETE CASCADE
);

CREATE INDEX ix_slot_proposals_slot_id ON slot_proposals (slot_id);
