"""Where a timeline comes from. Each part says when, which of several things at one instant came first, what, and more.

A message is about the time that the booking had in its revision, whatever has become of the booking since.
"""

from sqlalchemy import text

PERSON = """
    SELECT created_at, 0, id, 'candidate', 'met', jsonb_build_object()
    FROM candidates WHERE id = :candidate_id
    UNION ALL
    SELECT blocked_at, 1, id, 'candidate', 'unreachable', jsonb_build_object()
    FROM candidates WHERE id = :candidate_id AND blocked_at IS NOT NULL
    UNION ALL
    SELECT written_at, 2, update_id, 'words', 'written', jsonb_build_object('words', text)
    FROM candidate_texts WHERE candidate_id = :candidate_id
    UNION ALL
    SELECT result.finished_at, 3, result.id, 'test1', CASE WHEN result.passed THEN 'passed' ELSE 'ended' END,
        jsonb_build_object(
            'reason', result.reason, 'refusal', questionnaire.content #>> ARRAY['refusals', result.reason]
        )
    FROM test_results AS result
    JOIN questionnaires AS questionnaire ON questionnaire.id = result.questionnaire_id
    WHERE result.candidate_id = :candidate_id
"""

WAITING = """
    SELECT entry.since, 4, entry.id, 'waitlist', 'joined', jsonb_build_object('place', city.name)
    FROM waitlist AS entry JOIN cities AS city ON city.id = entry.city_id WHERE entry.candidate_id = :candidate_id
    UNION ALL
    SELECT entry.left_at, 5, entry.id, 'waitlist', 'left', jsonb_build_object('place', city.name)
    FROM waitlist AS entry JOIN cities AS city ON city.id = entry.city_id
    WHERE entry.candidate_id = :candidate_id AND entry.left_at IS NOT NULL
    UNION ALL
    SELECT happened.at, happened.source, offer.id, 'offer', happened.word,
        jsonb_build_object(
            'starts_at', slot.starts_at, 'until', offer.expires_at, 'zone', city.zone, 'place', city.name
        )
    FROM slot_offers AS offer
    JOIN slots AS slot ON slot.id = offer.slot_id
    JOIN cities AS city ON city.id = offer.city_id
    CROSS JOIN LATERAL (
        VALUES (offer.offered_at, 6, 'made'), (offer.settled_at, 7, offer.settlement)
    ) AS happened (at, source, word)
    WHERE offer.candidate_id = :candidate_id AND happened.at IS NOT NULL
"""

BOOKINGS = """
    SELECT event.at, 8, event.id, 'booking',
        CASE WHEN event.revision > lag(event.revision) OVER (PARTITION BY event.booking_id ORDER BY event.id)
            THEN 'moved' ELSE event.status END,
        jsonb_build_object(
            'booking', booking.public_id, 'starts_at', slot.starts_at, 'zone', city.zone, 'place', city.name,
            'recruiter', recruiter.name, 'actor', event.actor, 'actor_name', CASE event.actor
                WHEN 'recruiter' THEN (SELECT name FROM recruiters WHERE id = event.actor_id)
                WHEN 'admin' THEN (SELECT name FROM api_tokens WHERE id = event.actor_id)
            END,
            'words', event.reason
        )
    FROM bookings AS booking
    JOIN booking_events AS event ON event.booking_id = booking.id
    JOIN slots AS slot ON slot.id = event.slot_id
    JOIN cities AS city ON city.id = booking.city_id
    JOIN recruiters AS recruiter ON recruiter.id = booking.recruiter_id
    WHERE booking.candidate_id = :candidate_id
"""

MOVES = """
    SELECT happened.at, happened.source, wish.id, 'move', happened.word,
        jsonb_build_object(
            'booking', booking.public_id, 'starts_at', slot.starts_at, 'zone', city.zone, 'place', city.name,
            'actor', wish.asked_by, 'words', CASE happened.word WHEN 'asked' THEN wish.wish END
        )
    FROM reschedule_requests AS wish
    JOIN bookings AS booking ON booking.id = wish.booking_id
    JOIN cities AS city ON city.id = booking.city_id
    LEFT JOIN LATERAL (
        SELECT slot.starts_at FROM booking_events AS event JOIN slots AS slot ON slot.id = event.slot_id
        WHERE event.booking_id = booking.id AND event.revision = wish.revision ORDER BY event.id LIMIT 1
    ) AS slot ON true
    CROSS JOIN LATERAL (
        VALUES (wish.requested_at, 9, CASE wish.asked_by WHEN 'candidate' THEN 'asked' ELSE 'proposed' END),
            (nullif(wish.offered_at, wish.requested_at), 10, 'proposed'),
            (wish.settled_at, 11, wish.settlement)
    ) AS happened (at, source, word)
    WHERE wish.candidate_id = :candidate_id AND happened.at IS NOT NULL
"""

MESSAGES = """
    SELECT sent.started_at, 12, sent.id, 'message', sent.kind,
        jsonb_build_object(
            'booking', booking.public_id, 'starts_at', slot.starts_at, 'zone', city.zone, 'place', city.name,
            'status', sent.status, 'attempts', sent.attempts
        )
    FROM sent_messages AS sent
    LEFT JOIN bookings AS booking ON booking.id = sent.booking_id
    LEFT JOIN cities AS city ON city.id = booking.city_id
    LEFT JOIN LATERAL (
        SELECT slot.starts_at FROM booking_events AS event JOIN slots AS slot ON slot.id = event.slot_id
        WHERE event.booking_id = booking.id AND event.revision = sent.revision ORDER BY event.id LIMIT 1
    ) AS slot ON true
    WHERE sent.candidate_id = :candidate_id
"""

# Those that somebody began to send; the words are those of the company.
ANNOUNCEMENTS = """
    SELECT delivery.started_at, 14, delivery.id, 'announcement', delivery.status,
        jsonb_build_object('words', run.text)
    FROM auto_message_deliveries AS delivery JOIN auto_message_runs AS run ON run.id = delivery.run_id
    WHERE delivery.candidate_id = :candidate_id AND delivery.started_at IS NOT NULL
"""

# Who approved, rejected or cancelled stands in the history of the booking, too.
AUDIT = """
    SELECT entry.at, 13, entry.id, 'audit', entry.what,
        jsonb_build_object(
            'booking', booking.public_id, 'actor', entry.actor, 'actor_name', CASE entry.actor
                WHEN 'recruiter' THEN (SELECT name FROM recruiters WHERE id = entry.actor_id)
                WHEN 'admin' THEN (SELECT name FROM api_tokens WHERE id = entry.actor_id)
            END
        )
    FROM audit_log AS entry
    LEFT JOIN bookings AS booking ON entry.subject_table = 'bookings' AND booking.id = entry.subject_id
    WHERE (
        (entry.subject_table = 'candidates' AND entry.subject_id = :candidate_id)
        OR (
            entry.subject_table = 'bookings'
            AND entry.subject_id IN (SELECT id FROM bookings WHERE candidate_id = :candidate_id)
            AND entry.what NOT IN ('booking_approved', 'booking_rejected', 'booking_cancelled')
        )
    )
"""

# Names and types of the columns; the parts follow.
HEADINGS = """
    SELECT CAST(NULL AS timestamptz) AS at, 0 AS source, CAST(0 AS bigint) AS row_id, '' AS topic, '' AS word,
        CAST('{}' AS jsonb) AS details
    WHERE false
"""
PARTS = (HEADINGS, PERSON, WAITING, BOOKINGS, MOVES, MESSAGES, ANNOUNCEMENTS, AUDIT)
TIMELINE = text(" UNION ALL ".join(PARTS))
