-- A line of history is written by its booking alone, which has just been checked to have its slot. What it speaks of
-- stays: a booking is never deleted, and a slot not while history tells of it.

ALTER TABLE booking_events
    DROP CONSTRAINT fk_booking_events_booking_id_bookings,
    DROP CONSTRAINT fk_booking_events_slot_id_slots;

CREATE FUNCTION refuse_strange_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is written by the booking' USING ERRCODE = 'foreign_key_violation';
END
$$;

CREATE TRIGGER only_by_booking BEFORE INSERT ON booking_events
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_strange_history();

CREATE FUNCTION refuse_losing_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are kept with their history', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
END
$$;

CREATE TRIGGER keep_history BEFORE DELETE OR UPDATE OF id ON bookings
    FOR EACH ROW EXECUTE FUNCTION refuse_losing_history();

-- Both tables may be emptied together.
CREATE FUNCTION refuse_leaving_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM booking_events) THEN
        RAISE EXCEPTION 'history tells of these %', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_all_history AFTER TRUNCATE ON bookings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_leaving_history();

CREATE OR REPLACE FUNCTION follow_booking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.status, NEW.revision, NEW.slot_id) IS NOT DISTINCT FROM (OLD.status, OLD.revision, OLD.slot_id)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO booking_events (booking_id, revision, slot_id, status, at, actor, actor_id, reason)
    SELECT NEW.id, NEW.revision, NEW.slot_id, NEW.status, NEW.changed_at, NEW.changed_by, NEW.changed_by_id, NEW.reason
    FROM recruiters, cities WHERE recruiters.id = NEW.recruiter_id AND cities.id = NEW.city_id;
    IF NOT FOUND THEN
        PERFORM refuse_missing_place(NEW);
    END IF;
    IF NOT holds_slot(NEW.status) THEN
        DELETE FROM slot_claims WHERE booking_id = NEW.id;
    ELSIF TG_OP = 'UPDATE' AND NEW.status <> OLD.status THEN
        UPDATE slots SET status = status
        WHERE id = (SELECT slot_id FROM slot_claims WHERE booking_id = NEW.id AND kind = 'current');
    END IF;
    RETURN NULL;
END
$$;
