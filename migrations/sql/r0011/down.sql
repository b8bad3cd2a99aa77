-- Everything that the eleventh revision made, and the functions as they were before it.

CREATE OR REPLACE FUNCTION reserve_slot(
    key text,
    of_slot bigint,
    for_candidate bigint,
    expected_recruiter bigint,
    expected_city bigint,
    judged_at timestamptz,
    earliest timestamptz,
    alone boolean,
    OUT outcome text,
    OUT booking_id bigint,
    OUT recruiter_id bigint,
    OUT city_id bigint,
    OUT starts_at timestamptz,
    OUT ends_at timestamptz
) LANGUAGE plpgsql AS $$
-- A slot that shows free is judged with the candidate and the slot held, and booked. Whoever cannot book it lets go of
-- both before being answered, so that a crowd does not queue for each other's refusals. A refusal holds nothing: it is
-- true of the one instant at which the facts were read.
-- `reserved` is remembered by its booking, every other answer in reservation_answers.
#variable_conflict use_column
DECLARE
    facts record;
    seen record;
    done boolean;
BEGIN
    -- Copies of one pick take turns. An expression costs less than a statement.
    done := pg_advisory_xact_lock(hashtextextended(key, 0)) IS NULL;
    FOR round IN 1 .. 9 LOOP
        SELECT
            coalesce(refusal.outcome, CASE WHEN booking.id IS NOT NULL THEN 'reserved' END) AS outcome,
            coalesce(refusal.booking_id, booking.id) AS booking_id,
            EXISTS (SELECT FROM slots WHERE id = of_slot AND status = 'free') AS shows_free
        INTO seen
        FROM (VALUES (key)) AS pick (key)
        LEFT JOIN reservation_answers AS refusal ON refusal.booking_key = pick.key
        LEFT JOIN bookings AS booking ON booking.booking_key = pick.key;
        IF seen.outcome IS NULL AND seen.shows_free THEN
            BEGIN
                -- The candidate before the slot, always, so that two reservations never wait for each other.
                PERFORM FROM candidates AS candidate, slots AS slot
                WHERE candidate.id = for_candidate AND slot.id = of_slot AND slot.status = 'free'
                FOR NO KEY UPDATE OF candidate, slot;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'too late' USING ERRCODE = 'OT001';
                END IF;
                SELECT * INTO facts FROM slot_facts(of_slot, for_candidate, judged_at);
                outcome := reservation_verdict(
                    facts.withdrawn, facts.recruiter_id, facts.recruiter_active, facts.recruiter_serves_city,
                    facts.city_id, facts.city_active, facts.starts_at, facts.held_by, facts.offered_to,
                    facts.other_active_booking, for_candidate, expected_recruiter, expected_city, earliest
                );
                IF outcome IS DISTINCT FROM 'reserved' THEN
                    RAISE EXCEPTION 'let go' USING ERRCODE = 'OT001';
                END IF;
                WITH booked AS (
                    INSERT INTO bookings (
                        candidate_id, slot_id, recruiter_id, city_id, booking_key,
                        requested_at, changed_at, changed_by, changed_by_id
                    ) VALUES (
                        for_candidate, of_slot, facts.recruiter_id, facts.city_id, key,
                        judged_at, judged_at, 'candidate', for_candidate
                    ) RETURNING id
                ), settled AS (
                    -- Whoever books waits no more; somebody else's offer of this slot was over before.
                    UPDATE slot_offers AS offer SET settled_at = judged_at, settlement = CASE
                        WHEN offer.candidate_id <> for_candidate THEN 'expired'
                        WHEN offer.slot_id = of_slot THEN 'taken'
                        ELSE 'withdrawn'
                    END
                    WHERE offer.settled_at IS NULL AND (offer.candidate_id = for_candidate OR offer.slot_id = of_slot)
                )
                INSERT INTO slot_claims (slot_id, booking_id, kind) SELECT of_slot, id, 'current' FROM booked
                RETURNING slot_claims.booking_id INTO booking_id;
                recruiter_id := facts.recruiter_id;
                city_id := facts.city_id;
                starts_at := facts.starts_at;
                ends_at := facts.ends_at;
                RETURN;
            EXCEPTION
                WHEN SQLSTATE 'OT001' OR unique_violation THEN
                    NULL;  -- the latter from somebody who writes past the locks, by hand
            END;
        END IF;
        SELECT * INTO facts FROM slot_facts(of_slot, for_candidate, judged_at);
        recruiter_id := facts.recruiter_id;
        city_id := facts.city_id;
        starts_at := facts.starts_at;
        ends_at := facts.ends_at;
        IF seen.outcome IS NOT NULL THEN
            outcome := seen.outcome;
            booking_id := seen.booking_id;
            RETURN;
        END IF;
        outcome := reservation_verdict(
            facts.withdrawn, facts.recruiter_id, facts.recruiter_active, facts.recruiter_serves_city,
            facts.city_id, facts.city_active, facts.starts_at, facts.held_by, facts.offered_to,
            facts.other_active_booking, for_candidate, expected_recruiter, expected_city, earliest
        );
        CONTINUE WHEN outcome = 'reserved';  -- free by now: look anew
        booking_id := CASE outcome
            WHEN 'already_reserved' THEN facts.holding_booking
            WHEN 'duplicate_candidate' THEN facts.other_active_booking
        END;
        INSERT INTO reservation_answers (booking_key, candidate_id, slot_id, outcome, booking_id, answered_at)
        VALUES (key, for_candidate, of_slot, outcome, booking_id, judged_at)
        ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;  -- answered by hand meanwhile: look anew
        -- A refusal that is a transaction of its own does not wait for the disk. Whatever is written because of
        -- it, the message to the candidate first of all, is written after it and never on the disk without it.
        IF alone THEN
            done := set_config('synchronous_commit', 'off', true) IS NOT NULL;
        END IF;
        RETURN;
    END LOOP;
    RAISE EXCEPTION 'slot % could not be judged for candidate %', of_slot, for_candidate
        USING ERRCODE = 'serialization_failure';
END
$$;

CREATE OR REPLACE FUNCTION show_claim() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION refresh_claimed_slots() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION refuse_while_booked() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
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

CREATE OR REPLACE FUNCTION refuse_leaving_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM booking_events) THEN
        RAISE EXCEPTION 'history tells of these %', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

ALTER TABLE slot_claims
    ADD CONSTRAINT fk_slot_claims_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots,
    ADD CONSTRAINT fk_slot_claims_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings;

DROP INDEX ix_slots_candidate_tg_id, ix_slots_city_id_recruiter_id_starts_at;

ALTER TABLE slots
    RESET (fillfactor),
    DROP CONSTRAINT ex_slots_recruiter_overlap,
    DROP COLUMN stands,
    ADD CONSTRAINT ex_slots_recruiter_overlap
        EXCLUDE USING gist (int8range(recruiter_id, recruiter_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (status <> 'withdrawn'),
    ADD CONSTRAINT ck_slots_status CHECK (status IN ('free', 'pending', 'booked', 'confirmed', 'wanted', 'withdrawn'));

CREATE INDEX ix_slots_candidate_tg_id ON slots (candidate_tg_id);

CREATE INDEX ix_slots_free ON slots (city_id, recruiter_id, starts_at) WHERE status = 'free';

ALTER TABLE booking_events
    ADD CONSTRAINT ck_booking_events_status
        CHECK (status IN ('pending', 'booked', 'confirmed', 'rejected', 'expired', 'declined', 'cancelled',
            'met', 'missed', 'ended')),
    ADD CONSTRAINT ck_booking_events_actor CHECK (actor IN ('candidate', 'recruiter', 'admin', 'system'));

ALTER TABLE bookings
    DROP CONSTRAINT ck_bookings_status,
    DROP CONSTRAINT ck_bookings_changed_by,
    DROP CONSTRAINT ck_bookings_ended_at,
    ADD CONSTRAINT ck_bookings_status
        CHECK (status IN ('pending', 'booked', 'confirmed', 'rejected', 'expired', 'declined', 'cancelled',
            'met', 'missed', 'ended')),
    ADD CONSTRAINT ck_bookings_changed_by CHECK (changed_by IN ('candidate', 'recruiter', 'admin', 'system')),
    ADD CONSTRAINT ck_bookings_ended_at CHECK ((ended_at IS NULL) = (status IN ('booked', 'confirmed', 'pending')));

ALTER TABLE reservation_answers
    DROP CONSTRAINT ck_reservation_answers_outcome,
    ADD CONSTRAINT ck_reservation_answers_outcome
        CHECK (outcome IN ('slot_gone', 'already_reserved', 'slot_taken', 'wrong_recruiter', 'wrong_city',
            'slot_expired', 'recruiter_inactive', 'city_inactive', 'duplicate_candidate', 'reserved'));
