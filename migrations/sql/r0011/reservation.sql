-- The same judgement and the same locks in fewer statements: what is looked at after the wait is looked at by the
-- statement that writes the booking, and offers are only touched where there are some.

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
    held record;
    answered boolean;
    offered boolean;
    done boolean;
BEGIN
    -- Copies of one pick take turns. An expression costs less than a statement.
    done := pg_advisory_xact_lock(hashtextextended(key, 0)) IS NULL;
    FOR round IN 1 .. 9 LOOP
        SELECT
            (SELECT answer FROM reservation_answers AS answer WHERE answer.booking_key = key) AS refusal,
            (SELECT id FROM bookings WHERE booking_key = key) AS booking_id,
            EXISTS (SELECT FROM slots WHERE id = of_slot AND status = 'free') AS shows_free
        INTO seen;
        answered := seen.booking_id IS NOT NULL OR (seen.refusal).outcome IS NOT NULL;
        IF NOT answered AND seen.shows_free THEN
            BEGIN
                -- The candidate before the slot, always, so that two reservations never wait for each other.
                SELECT slot.recruiter_id, slot.city_id, slot.starts_at, slot.ends_at INTO held
                FROM candidates AS candidate, slots AS slot
                WHERE candidate.id = for_candidate AND slot.id = of_slot AND slot.status = 'free'
                FOR NO KEY UPDATE OF candidate, slot;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'too late' USING ERRCODE = 'OT001';
                END IF;
                -- What shows free is neither withdrawn nor held; the other facts of slot_facts are read after the wait.
                WITH booked AS (
                    INSERT INTO bookings (
                        candidate_id, slot_id, recruiter_id, city_id, booking_key,
                        requested_at, changed_at, changed_by, changed_by_id
                    )
                    SELECT
                        for_candidate, of_slot, recruiter.id, city.id, key,
                        judged_at, judged_at, 'candidate', for_candidate
                    FROM recruiters AS recruiter, cities AS city
                    WHERE recruiter.id = held.recruiter_id AND city.id = held.city_id AND reservation_verdict(
                        false, recruiter.id, recruiter.active,
                        EXISTS (
                            SELECT FROM recruiter_cities AS served
                            WHERE served.recruiter_id = held.recruiter_id AND served.city_id = held.city_id
                        ),
                        city.id, city.active, held.starts_at, NULL,
                        (
                            SELECT offer.candidate_id FROM slot_offers AS offer
                            WHERE offer.slot_id = of_slot AND offer.settled_at IS NULL AND offer.expires_at > judged_at
                        ),
                        (
                            SELECT other.id FROM bookings AS other
                            WHERE other.candidate_id = for_candidate
                                AND other.status IN ('pending', 'booked', 'confirmed')
                        ),
                        for_candidate, expected_recruiter, expected_city, earliest
                    ) = 'reserved'
                    RETURNING id
                )
                INSERT INTO slot_claims (slot_id, booking_id, kind) SELECT of_slot, id, 'current' FROM booked
                RETURNING
                    slot_claims.booking_id,
                    EXISTS (SELECT FROM slot_offers WHERE slot_id = of_slot AND settled_at IS NULL)
                    OR EXISTS (SELECT FROM slot_offers WHERE candidate_id = for_candidate AND settled_at IS NULL)
                INTO booking_id, offered;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'let go' USING ERRCODE = 'OT001';
                END IF;
                -- Whoever books waits no more; somebody else's offer of this slot was over before.
                IF offered THEN
                    UPDATE slot_offers AS offer SET settled_at = judged_at, settlement = CASE
                        WHEN offer.candidate_id <> for_candidate THEN 'expired'
                        WHEN offer.slot_id = of_slot THEN 'taken'
                        ELSE 'withdrawn'
                    END
                    WHERE offer.settled_at IS NULL AND (offer.candidate_id = for_candidate OR offer.slot_id = of_slot);
                END IF;
                recruiter_id := held.recruiter_id;
                city_id := held.city_id;
                starts_at := held.starts_at;
                ends_at := held.ends_at;
                outcome := 'reserved';
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
        IF answered THEN
            outcome := coalesce((seen.refusal).outcome, 'reserved');
            booking_id := coalesce((seen.refusal).booking_id, seen.booking_id);
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
