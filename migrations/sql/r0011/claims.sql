-- A claim's slot and booking are looked up by triggers anyway: they refuse what they do not find, and no foreign key
-- looks once more. Bookings are never deleted; slots not while they are claimed. The claim's own trigger holds the
-- slot's row, so whoever deletes a slot waits for the claim and then sees it, or the claim waits and finds no slot.

ALTER TABLE slot_claims
    DROP CONSTRAINT fk_slot_claims_slot_id_slots,
    DROP CONSTRAINT fk_slot_claims_booking_id_bookings;

CREATE OR REPLACE FUNCTION refresh_claimed_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The update itself says nothing: the trigger on the slot looks at the claims and decides.
    IF TG_OP <> 'INSERT' THEN
        UPDATE slots SET status = status WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.slot_id <> OLD.slot_id) THEN
        UPDATE slots SET status = status WHERE id = NEW.slot_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no slot % to claim', NEW.slot_id USING ERRCODE = 'foreign_key_violation';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION refuse_while_booked() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rows of % are deleted under READ COMMITTED', TG_TABLE_NAME
            USING ERRCODE = 'feature_not_supported';
    END IF;
    IF TG_TABLE_NAME <> 'slots' THEN
        -- safe: as before; it is taken by whoever deletes a recruiter or a city, not by this revision
        LOCK TABLE bookings IN SHARE ROW EXCLUSIVE MODE;
    END IF;
    IF TG_TABLE_NAME = 'recruiters' AND EXISTS (SELECT FROM bookings WHERE recruiter_id = OLD.id)
        OR TG_TABLE_NAME = 'cities' AND EXISTS (SELECT FROM bookings WHERE city_id = OLD.id)
        OR TG_TABLE_NAME = 'slots' AND EXISTS (SELECT FROM booking_events WHERE slot_id = OLD.id)
        OR TG_TABLE_NAME = 'slots' AND EXISTS (SELECT FROM slot_claims WHERE slot_id = OLD.id)
    THEN
        RAISE EXCEPTION 'bookings or their history refer to % of %', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

-- All three tables may be emptied together.
CREATE OR REPLACE FUNCTION refuse_leaving_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM booking_events) OR EXISTS (SELECT FROM slot_claims) THEN
        RAISE EXCEPTION 'history or claims tell of these %', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
