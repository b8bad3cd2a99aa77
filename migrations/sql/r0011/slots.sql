-- A booking changes what its slot shows, and no index of it any more: PostgreSQL writes the new version of a row beside
-- the old one and leaves the indexes alone, as long as none of them mentions what has changed. So none mentions the
-- status, and the one by candidate is of the kind that sums up pages instead of pointing to rows (a Bloom filter each).

ALTER TABLE slots ADD COLUMN stands boolean DEFAULT true NOT NULL;

-- What a slot shows follows from the claim on it; it stands unless it is withdrawn and nobody holds it. A claim needs
-- its booking: this is where it is looked up anyway, so no foreign key looks as well.
CREATE OR REPLACE FUNCTION show_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE claim.kind WHEN 'wanted' THEN 'wanted' ELSE booking.status END, candidate.telegram_id
    INTO NEW.status, NEW.candidate_tg_id
    FROM slot_claims AS claim
    LEFT JOIN bookings AS booking ON booking.id = claim.booking_id
    LEFT JOIN candidates AS candidate ON candidate.id = booking.candidate_id
    WHERE claim.slot_id = NEW.id;
    IF NOT FOUND THEN
        NEW.status := CASE WHEN NEW.withdrawn_at IS NULL THEN 'free' ELSE 'withdrawn' END;
        NEW.candidate_tg_id := NULL;
    ELSIF NEW.candidate_tg_id IS NULL THEN
        RAISE EXCEPTION 'slot % is claimed for a booking that does not exist', NEW.id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.stands := NEW.status <> 'withdrawn';
    RETURN NEW;
END
$$;

-- Only those of which the column's default is not true; nobody lists them by the time of their last change.
UPDATE slots SET status = status WHERE status = 'withdrawn';

-- safe: the times of a company's slots are built within the second; nobody but this statement looks at them meanwhile
ALTER TABLE slots
    DROP CONSTRAINT ex_slots_recruiter_overlap,
    DROP CONSTRAINT ck_slots_status, -- written by the trigger above and by nobody else
    ADD CONSTRAINT ex_slots_recruiter_overlap
        EXCLUDE USING gist (int8range(recruiter_id, recruiter_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (stands);

DROP INDEX ix_slots_candidate_tg_id, ix_slots_free;

-- safe: it is built by reading the slots once, as the constraint above
CREATE INDEX ix_slots_candidate_tg_id ON slots
    USING brin (candidate_tg_id int8_bloom_ops) WITH (pages_per_range = 1, autosummarize = on);

-- safe: likewise
CREATE INDEX ix_slots_city_id_recruiter_id_starts_at ON slots (city_id, recruiter_id, starts_at);

-- Room for the next version of each row on its page.
ALTER TABLE slots SET (fillfactor = 70);
