-- Bookings of one recruiter or city no longer lock its row one after the other. Deleting one is rare: whoever does it
-- stops all writing of bookings first and then looks whether one refers to it. Whoever writes a booking holds the table
-- before looking whether recruiter and city are there, so one of the two always sees the other.

ALTER TABLE bookings
    DROP CONSTRAINT fk_bookings_recruiter_id_recruiters,
    DROP CONSTRAINT fk_bookings_city_id_cities;

CREATE FUNCTION refuse_missing_place(of_booking bookings) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'booking % has no recruiter % or no city %',
        of_booking.id, of_booking.recruiter_id, of_booking.city_id USING ERRCODE = 'foreign_key_violation';
END
$$;

CREATE FUNCTION check_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM recruiters WHERE id = NEW.recruiter_id)
        OR NOT EXISTS (SELECT FROM cities WHERE id = NEW.city_id)
    THEN
        PERFORM refuse_missing_place(NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER check_place AFTER UPDATE OF recruiter_id, city_id ON bookings
    FOR EACH ROW EXECUTE FUNCTION check_place();

-- What is looked for is committed, or held by whoever writes it: such a row waits for them. An older look at the
-- bookings than the one after that would not do. The time to wait is shorter than the one after which PostgreSQL looks
-- for a deadlock: then the deletion gives way, never the reservation.
CREATE FUNCTION refuse_while_booked() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rows of % are deleted under READ COMMITTED', TG_TABLE_NAME
            USING ERRCODE = 'feature_not_supported';
    END IF;
    IF TG_TABLE_NAME <> 'slots' THEN
        LOCK TABLE bookings IN SHARE ROW EXCLUSIVE MODE;
    END IF;
    IF TG_TABLE_NAME = 'recruiters' AND EXISTS (SELECT FROM bookings WHERE recruiter_id = OLD.id)
        OR TG_TABLE_NAME = 'cities' AND EXISTS (SELECT FROM bookings WHERE city_id = OLD.id)
        OR TG_TABLE_NAME = 'slots' AND EXISTS (SELECT FROM booking_events WHERE slot_id = OLD.id)
    THEN
        RAISE EXCEPTION 'bookings or their history refer to % of %', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER refuse_while_booked AFTER DELETE OR UPDATE OF id ON recruiters
    FOR EACH ROW EXECUTE FUNCTION refuse_while_booked();

CREATE TRIGGER refuse_while_booked AFTER DELETE OR UPDATE OF id ON cities
    FOR EACH ROW EXECUTE FUNCTION refuse_while_booked();

-- The slot's own row is held by whoever writes a booking of it: a foreign key remains.
CREATE TRIGGER refuse_while_booked AFTER DELETE OR UPDATE OF id ON slots
    FOR EACH ROW EXECUTE FUNCTION refuse_while_booked();
