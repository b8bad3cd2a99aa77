-- Whoever hands out offers is woken by everything that may give somebody who waits a slot; the payload names the city.

CREATE FUNCTION announce_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_slots', NEW.city_id::text);
    RETURN NULL;
END
$$;

CREATE FUNCTION announce_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_slots', city_id::text) FROM slots WHERE id = OLD.slot_id AND withdrawn_at IS NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION announce_open_city() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_slots', NEW.id::text);
    RETURN NULL;
END
$$;

CREATE FUNCTION announce_open_recruiter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_slots', city_id::text) FROM recruiter_cities WHERE recruiter_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER open_new AFTER INSERT ON slots
    FOR EACH ROW WHEN (NEW.status = 'free') EXECUTE FUNCTION announce_opening();

CREATE TRIGGER open_again AFTER UPDATE OF withdrawn_at, recruiter_id, city_id, starts_at ON slots
    FOR EACH ROW WHEN (NEW.status = 'free') EXECUTE FUNCTION announce_opening();

CREATE TRIGGER open_again AFTER DELETE OR UPDATE OF slot_id ON slot_claims
    FOR EACH ROW EXECUTE FUNCTION announce_let_go();

CREATE TRIGGER open AFTER UPDATE ON cities
    FOR EACH ROW WHEN (NEW.active AND NOT OLD.active) EXECUTE FUNCTION announce_open_city();

CREATE TRIGGER open AFTER UPDATE ON recruiters
    FOR EACH ROW WHEN (NEW.active AND NOT OLD.active) EXECUTE FUNCTION announce_open_recruiter();

CREATE TRIGGER open AFTER INSERT ON recruiter_cities
    FOR EACH ROW EXECUTE FUNCTION announce_opening();

CREATE TRIGGER pass_on AFTER UPDATE ON slot_offers
    FOR EACH ROW WHEN (OLD.settled_at IS NULL AND NEW.settlement <> 'taken') EXECUTE FUNCTION announce_opening();

CREATE TRIGGER join_in AFTER INSERT ON waitlist
    FOR EACH ROW WHEN (NEW.left_at IS NULL) EXECUTE FUNCTION announce_opening();

-- A booking that comes or goes is no longer announced as a change of slots: lists are read when they are shown, and
-- whoever notifies commits alone, so that all bookings of the company would queue for one disk.
DROP TRIGGER announce ON slots;

CREATE TRIGGER announce AFTER INSERT OR DELETE OR TRUNCATE
    OR UPDATE OF recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone, withdrawn_at ON slots
    FOR EACH STATEMENT EXECUTE FUNCTION announce_change();
