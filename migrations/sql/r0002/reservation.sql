-- A reservation in one call. The judgement is the one of domain/reservation.py, word for word; a test compares the two
-- over all combinations. The two halves of the first revision stay for processes that are still of the version before.

CREATE FUNCTION slot_facts(of_slot bigint, for_candidate bigint, at timestamptz)
RETURNS TABLE (
    withdrawn boolean,
    recruiter_id bigint,
    recruiter_active boolean,
    recruiter_serves_city boolean,
    city_id bigint,
    city_active boolean,
    starts_at timestamptz,
    ends_at timestamptz,
    held_by bigint,
    offered_to bigint,
    holding_booking bigint,
    other_active_booking bigint
) LANGUAGE sql STABLE AS $$
    SELECT
        slot.withdrawn_at IS NOT NULL,
        slot.recruiter_id,
        recruiter.active,
        EXISTS (
            SELECT FROM recruiter_cities AS served
            WHERE served.recruiter_id = slot.recruiter_id AND served.city_id = slot.city_id
        ),
        slot.city_id,
        city.active,
        slot.starts_at,
        slot.ends_at,
        holder.candidate_id,
        (
            SELECT offer.candidate_id FROM slot_offers AS offer
            WHERE offer.slot_id = slot.id AND offer.settled_at IS NULL AND offer.expires_at > at
        ),
        holder.id,
        (
            SELECT other.id FROM bookings AS other
            WHERE other.candidate_id = for_candidate
                AND other.status IN ('pending', 'booked', 'confirmed')
                AND other.id IS DISTINCT FROM holder.id
        )
    FROM slots AS slot
    JOIN recruiters AS recruiter ON recruiter.id = slot.recruiter_id
    JOIN cities AS city ON city.id = slot.city_id
    LEFT JOIN slot_claims AS claim ON claim.slot_id = slot.id
    LEFT JOIN bookings AS holder ON holder.id = claim.booking_id
    WHERE slot.id = of_slot
$$;

CREATE FUNCTION reservation_verdict(
    withdrawn boolean,
    recruiter_id bigint,
    recruiter_active boolean,
    recruiter_serves_city boolean,
    city_id bigint,
    city_active boolean,
    starts_at timestamptz,
    held_by bigint,
    offered_to bigint,
    other_active_booking bigint,
    for_candidate bigint,
    expected_recruiter bigint,
    expected_city bigint,
    earliest timestamptz
) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN withdrawn IS NOT FALSE THEN 'slot_gone'  -- NULL where there is no such slot
    WHEN held_by = for_candidate THEN 'already_reserved'
    WHEN held_by IS NOT NULL OR offered_to <> for_candidate THEN 'slot_taken'
    WHEN recruiter_id <> expected_recruiter THEN 'wrong_recruiter'
    WHEN city_id <> expected_city OR NOT recruiter_serves_city THEN 'wrong_city'
    WHEN starts_at < earliest THEN 'slot_expired'
    WHEN NOT recruiter_active THEN 'recruiter_inactive'
    WHEN NOT city_active THEN 'city_inactive'
    WHEN other_active_booking IS NOT NULL THEN 'duplicate_candidate'
    ELSE 'reserved'
END;

CREATE FUNCTION reserve_slot(
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
