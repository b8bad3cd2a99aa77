-- What a slot shows follows from the claims on it, whoever changes them and whatever anybody writes into the slot.

CREATE FUNCTION touch_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The clock, not the start of the transaction: two changes in one transaction are two changes.
    NEW.updated_at := greatest(clock_timestamp(), OLD.updated_at + interval '1 microsecond');
    RETURN NEW;
END
$$;

CREATE TRIGGER touch BEFORE UPDATE ON cities FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON company_settings FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON recruiters FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON candidates FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON bookings FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON slots FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON templates FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON auto_messages FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE FUNCTION show_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE claim.kind WHEN 'wanted' THEN 'wanted' ELSE booking.status END, candidate.telegram_id
    INTO NEW.status, NEW.candidate_tg_id
    FROM slot_claims AS claim
    JOIN bookings AS booking ON booking.id = claim.booking_id
    JOIN candidates AS candidate ON candidate.id = booking.candidate_id
    WHERE claim.slot_id = NEW.id;
    IF NOT FOUND THEN
        NEW.status := CASE WHEN NEW.withdrawn_at IS NULL THEN 'free' ELSE 'withdrawn' END;
        NEW.candidate_tg_id := NULL;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER show_claim BEFORE INSERT OR UPDATE ON slots FOR EACH ROW EXECUTE FUNCTION show_claim();

CREATE FUNCTION refresh_claimed_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The update itself says nothing: the trigger on the slot looks at the claims and decides.
    IF TG_OP <> 'INSERT' THEN
        UPDATE slots SET status = status WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.slot_id <> OLD.slot_id) THEN
        UPDATE slots SET status = status WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER refresh_slots AFTER INSERT OR UPDATE OR DELETE ON slot_claims
    FOR EACH ROW EXECUTE FUNCTION refresh_claimed_slots();
