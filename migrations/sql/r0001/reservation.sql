-- The two halves of a reservation: what is true of a slot, and writing down what was judged from it.
-- The judgement itself is not made here but in domain/reservation.py.

CREATE FUNCTION reservation_facts(of_slot bigint, for_candidate bigint)
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
        holder.id,
        other.id
    FROM slots AS slot
    JOIN recruiters AS recruiter ON recruiter.id = slot.recruiter_id
    JOIN cities AS city ON city.id = slot.city_id
    LEFT JOIN slot_claims AS claim ON claim.slot_id = slot.id
    LEFT JOIN bookings AS holder ON holder.id = claim.booking_id
    LEFT JOIN bookings AS other
        ON other.candidate_id = for_candidate
        AND other.status IN ('pending', 'booked', 'confirmed')
        AND other.id IS DISTINCT FROM holder.id
    WHERE slot.id = of_slot
$$;

CREATE FUNCTION settle_reservation(
    key text,
    for_candidate bigint,
    of_slot bigint,
    verdict text,
    about_booking bigint,
    judged_at timestamptz,
    seen text
) RETURNS TABLE (booking_id bigint) LANGUAGE plpgsql AS $$
-- Returns the booking that the answer speaks of, or no row at all where somebody was faster: then look and judge anew.
#variable_conflict use_column
DECLARE
    facts record;
BEGIN
    IF verdict = 'reserved' THEN
        -- Always in this order, so that two reservations never wait for each other.
        PERFORM FROM candidates WHERE id = for_candidate FOR NO KEY UPDATE;
        PERFORM FROM slots WHERE id = of_slot FOR NO KEY UPDATE;
        SELECT * INTO facts FROM reservation_facts(of_slot, for_candidate);
        IF facts::text IS DISTINCT FROM seen THEN
            RETURN;
        END IF;
        INSERT INTO bookings (
            candidate_id, slot_id, recruiter_id, city_id, booking_key,
            requested_at, changed_at, changed_by, changed_by_id
        ) VALUES (
            for_candidate, of_slot, facts.recruiter_id, facts.city_id, key,
            judged_at, judged_at, 'candidate', for_candidate
        ) RETURNING id INTO about_booking;
        INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (of_slot, about_booking, 'current');
    END IF;
    INSERT INTO reservation_answers (booking_key, candidate_id, slot_id, outcome, booking_id, answered_at)
    VALUES (key, for_candidate, of_slot, verdict, about_booking, judged_at);
    RETURN QUERY SELECT about_booking;
EXCEPTION
    WHEN unique_violation THEN
        RETURN;
END
$$;
