-- Everything that the ninth revision made, and the functions as they were before it.

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
-- A slot that shows free is judged with the candidate and the slot held. Whoever waited for it in vain inside of a longer
-- transaction lets go of both, so that a crowd is not answered at the pace of one such transaction after the other.
-- `reserved` is remembered by its booking, every other answer in reservation_answers.
#variable_conflict use_column
DECLARE
    facts record;
    answered boolean;
    held boolean;
BEGIN
    -- Copies of one pick take turns. An expression costs less than a statement.
    held := pg_advisory_xact_lock(hashtextextended(key, 0)) IS NULL;
    SELECT given.outcome, given.booking_id INTO outcome, booking_id FROM (
        SELECT outcome, booking_id FROM reservation_answers WHERE booking_key = key
        UNION ALL SELECT 'reserved', id FROM bookings WHERE booking_key = key
    ) AS given;
    answered := FOUND;
    FOR round IN 1 .. 9 LOOP
        BEGIN
            -- The candidate before the slot, always, so that two reservations never wait for each other.
            PERFORM FROM candidates
            WHERE id = for_candidate
                AND NOT answered AND EXISTS (SELECT FROM slots WHERE id = of_slot AND status = 'free')
            FOR NO KEY UPDATE;
            held := FOUND;
            IF held THEN
                PERFORM FROM slots WHERE id = of_slot FOR NO KEY UPDATE;
            END IF;
            SELECT * INTO facts FROM slot_facts(of_slot, for_candidate, judged_at);
            recruiter_id := facts.recruiter_id;
            city_id := facts.city_id;
            starts_at := facts.starts_at;
            ends_at := facts.ends_at;
            IF answered THEN
                RETURN;
            END IF;
            outcome := reservation_verdict(
                facts.withdrawn, facts.recruiter_id, facts.recruiter_active, facts.recruiter_serves_city,
                facts.city_id, facts.city_active, facts.starts_at, facts.held_by, facts.offered_to,
                facts.other_active_booking, for_candidate, expected_recruiter, expected_city, earliest
            );
            IF outcome = 'reserved' AND held THEN
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
                RETURN;
            ELSIF held AND facts.held_by IS NOT NULL AND NOT alone THEN
                RAISE EXCEPTION 'too late' USING ERRCODE = 'OT001';
            ELSIF outcome <> 'reserved' THEN
                booking_id := CASE outcome
                    WHEN 'already_reserved' THEN facts.holding_booking
                    WHEN 'duplicate_candidate' THEN facts.other_active_booking
                END;
                INSERT INTO reservation_answers (booking_key, candidate_id, slot_id, outcome, booking_id, answered_at)
                VALUES (key, for_candidate, of_slot, outcome, booking_id, judged_at);
                -- A refusal that is a transaction of its own does not wait for the disk. Whatever is written because of
                -- it, the message to the candidate first of all, is written after it and never on the disk without it.
                IF alone THEN
                    answered := set_config('synchronous_commit', 'off', true) IS NOT NULL;
                END IF;
                RETURN;
            END IF;
        EXCEPTION
            WHEN SQLSTATE 'OT001' OR unique_violation THEN
                NULL;  -- the latter from somebody who writes past the locks, by hand: look anew
        END;
    END LOOP;
    RAISE EXCEPTION 'slot % could not be judged for candidate %', of_slot, for_candidate
        USING ERRCODE = 'serialization_failure';
END
$$;

CREATE OR REPLACE FUNCTION follow_booking() RETURNS trigger LANGUAGE plpgsql AS $$
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

DROP TRIGGER only_by_booking ON booking_events;

DROP TRIGGER keep_history ON bookings;

DROP TRIGGER keep_all_history ON bookings;

DROP TRIGGER check_place ON bookings;

DROP TRIGGER refuse_while_booked ON slots;

DROP TRIGGER refuse_while_booked ON recruiters;

DROP TRIGGER refuse_while_booked ON cities;

DROP FUNCTION
    refuse_strange_history,
    refuse_losing_history,
    refuse_leaving_history,
    refuse_while_booked,
    check_place,
    refuse_missing_place;

ALTER TABLE booking_events
    ADD CONSTRAINT fk_booking_events_booking_id_bookings FOREIGN KEY (booking_id) REFERENCES bookings,
    ADD CONSTRAINT fk_booking_events_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots;

ALTER TABLE bookings
    ADD CONSTRAINT fk_bookings_recruiter_id_recruiters FOREIGN KEY (recruiter_id) REFERENCES recruiters,
    ADD CONSTRAINT fk_bookings_city_id_cities FOREIGN KEY (city_id) REFERENCES cities;
