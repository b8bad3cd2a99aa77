-- Everything that the fourth revision made. The third knows no wish of the company, and no prompt but to reply.

DELETE FROM recruiter_prompts WHERE purpose <> 'reply';

ALTER TABLE recruiter_prompts DROP COLUMN purpose, DROP COLUMN booking_id, DROP COLUMN revision;

ALTER TABLE cities DROP COLUMN lead_recruiter_id;

ALTER TABLE recruiters DROP COLUMN blocked_at;

DROP TABLE slot_proposals;

DELETE FROM reschedule_requests WHERE asked_by <> 'candidate';

DROP INDEX uq_reschedule_requests_asked, uq_reschedule_requests_open, ix_reschedule_requests_booking_id;

ALTER TABLE reschedule_requests
    DROP COLUMN asked_by,
    DROP COLUMN offered,
    DROP COLUMN offered_at,
    ADD CONSTRAINT uq_reschedule_requests_booking_id_revision UNIQUE (booking_id, revision);
