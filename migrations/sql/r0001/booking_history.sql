-- A booking's history writes itself, a booking that is over holds nothing, and it stays over.

CREATE FUNCTION holds_slot(status text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN status IN ('pending', 'booked', 'confirmed');

CREATE FUNCTION keep_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF holds_slot(NEW.status) AND NOT holds_slot(OLD.status) THEN
        RAISE EXCEPTION 'booking % is over (%) and cannot become %', OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER keep_over BEFORE UPDATE OF status ON bookings FOR EACH ROW EXECUTE FUNCTION keep_over();

CREATE FUNCTION follow_booking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.status, NEW.revision, NEW.slot_id) IS NOT DISTINCT FROM (OLD.status, OLD.revision, OLD.slot_id)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO booking_events (booking_id, revision, slot_id, status, at, actor, actor_id, reason)
    VALUES (NEW.id, NEW.revision, NEW.slot_id, NEW.status, NEW.changed_at, NEW.changed_by, NEW.changed_by_id, NEW.reason);
    IF NOT holds_slot(NEW.status) THEN
        DELETE FROM slot_claims WHERE booking_id = NEW.id;
    ELSIF TG_OP = 'UPDATE' AND NEW.status <> OLD.status THEN
        UPDATE slots SET status = status
        WHERE id = (SELECT slot_id FROM slot_claims WHERE booking_id = NEW.id AND kind = 'current');
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER follow_booking AFTER INSERT OR UPDATE ON bookings FOR EACH ROW EXECUTE FUNCTION follow_booking();

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON booking_events
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
