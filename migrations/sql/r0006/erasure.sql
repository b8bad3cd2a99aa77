-- A candidate who was erased stays as a number: what was counted stays counted. Their histories in Temporal go later.

ALTER TABLE candidates
    ADD COLUMN erased_at timestamptz,
    ADD COLUMN histories_forgotten_at timestamptz,
    ADD CONSTRAINT ck_candidates_histories_forgotten_at
        CHECK (histories_forgotten_at IS NULL OR erased_at IS NOT NULL);

CREATE INDEX ix_candidates_to_forget ON candidates (erased_at)
    WHERE erased_at IS NOT NULL AND histories_forgotten_at IS NULL;

-- The history of a booking still only grows. The one thing that may go is the words of an erased candidate's booking:
-- the line stays, with everything else that it says, and `candidates.erased_at` says why the words are missing.
CREATE FUNCTION refuse_rewriting_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.reason IS NULL THEN
        OLD.reason := NULL;
        IF NEW IS NOT DISTINCT FROM OLD AND EXISTS (
            SELECT FROM bookings AS booking
            JOIN candidates AS candidate ON candidate.id = booking.candidate_id
            WHERE booking.id = NEW.booking_id AND candidate.erased_at IS NOT NULL
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

DROP TRIGGER only_grows ON booking_events;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON booking_events
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_but_erasure();

DROP FUNCTION refuse_rewriting;
