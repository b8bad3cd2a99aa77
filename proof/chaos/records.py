"""What the database knows of a trial, by plain SQL that trusts no constraint; and the times that a trial offers."""

# Its reminder is due `lead` seconds from now at the earliest, whoever takes it, and a minute later at the latest: it is
# brought forward by up to 59 s, which the candidate's number decides.
SLOT_IN_TIME = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT r.id, c.city_id, at, at + interval '1 ms', at AT TIME ZONE cities.zone, cities.zone
    FROM (SELECT clock_timestamp() + make_interval(hours => 2, secs => $3::float8 + last_number) AS at
        FROM (SELECT least(max(id), 59) AS last_number FROM candidates) AS numbers) AS wish,
        candidates AS c JOIN cities ON cities.id = c.city_id, recruiters AS r
    WHERE c.telegram_id = $2 AND r.name = $1
    RETURNING slots.id
"""
DISTANT_SLOTS = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT r.id, c.id, at, at + interval '10 min', at AT TIME ZONE c.zone, c.zone
    FROM recruiters AS r JOIN recruiter_cities AS s ON s.recruiter_id = r.id JOIN cities AS c ON c.id = s.city_id,
        (
            SELECT date_trunc('hour', now()) + make_interval(days => 10, mins => 10 * place) AS at
            FROM generate_series(1, $2::int) AS place
        ) AS times
    WHERE r.name = $1 AND c.id = (SELECT min(city_id) FROM recruiter_cities WHERE recruiter_id = r.id)
"""
AGREED = """
    SELECT b.status, b.id AS booking_id, extract(epoch FROM b.decided_at)::float8 AS decided_at,
        extract(epoch FROM s.starts_at)::float8 - 7200 - c.id % 60 AS due,
        extract(epoch FROM clock_timestamp())::float8 AS now
    FROM candidates AS c JOIN bookings AS b ON b.candidate_id = c.id JOIN slots AS s ON s.id = b.slot_id
    WHERE c.telegram_id = $1 ORDER BY b.id DESC LIMIT 1
"""
LEDGER = """
    SELECT m.id, m.candidate_id, m.kind, m.booking_id, m.revision, m.occurrence, m.chat_id, m.status, m.message_id,
        m.attempts, c.name AS full_name, c.telegram_id = m.chat_id AS to_candidate,
        extract(epoch FROM m.started_at)::float8 AS started_at, extract(epoch FROM m.finished_at)::float8 AS finished_at
    FROM sent_messages AS m JOIN candidates AS c ON c.id = m.candidate_id ORDER BY m.id
"""
PEOPLE = "SELECT id, telegram_id, name, stage FROM candidates"
UPDATES = "SELECT update_id, status FROM telegram_updates"
TEXTS = "SELECT text, count(*) AS copies FROM candidate_texts GROUP BY text"
UNDER_WAY = """
    SELECT (SELECT count(*) FROM telegram_updates WHERE status = 'new') AS updates,
        (SELECT count(*) FROM sent_messages WHERE status IN ('sending', 'failed')) AS letters
"""
BOOKED_TWICE: dict[str, str] = {
    "two active bookings hold one slot": """
        SELECT 'slot ' || slot_id AS who FROM (
            SELECT slot_id FROM bookings WHERE ended_at IS NULL
            UNION ALL
            SELECT w.slot_id FROM slot_claims AS w JOIN bookings AS b ON b.id = w.booking_id
            WHERE b.ended_at IS NULL AND w.slot_id <> b.slot_id
        ) AS held GROUP BY slot_id HAVING count(*) > 1
    """,
    "two active bookings of one person": """
        SELECT 'candidate ' || candidate_id AS who FROM bookings
        WHERE ended_at IS NULL GROUP BY candidate_id HAVING count(*) > 1
    """,
    "two active bookings of a recruiter overlap": """
        SELECT 'bookings ' || b.id || ' and ' || o.id AS who
        FROM bookings AS b JOIN slots AS s ON s.id = b.slot_id
        JOIN slots AS t ON t.recruiter_id = s.recruiter_id AND t.id > s.id
            AND tstzrange(t.starts_at, t.ends_at) && tstzrange(s.starts_at, s.ends_at)
        JOIN bookings AS o ON o.slot_id = t.id AND o.ended_at IS NULL
        WHERE b.ended_at IS NULL
    """,
    "an active booking without its slot": """
        SELECT 'booking ' || b.id AS who FROM bookings AS b JOIN slots AS s ON s.id = b.slot_id
        JOIN candidates AS c ON c.id = b.candidate_id
        WHERE b.ended_at IS NULL AND s.candidate_tg_id IS DISTINCT FROM c.telegram_id
    """,
    "a slot held for nobody": """
        SELECT 'slot ' || w.slot_id AS who FROM slot_claims AS w
        LEFT JOIN bookings AS b ON b.id = w.booking_id AND b.ended_at IS NULL WHERE b.id IS NULL
    """,
}
CHANGED_TWICE = """
    SELECT 'booking ' || booking_id || ' ' || status AS who FROM (
        SELECT booking_id, status, revision, slot_id,
            lag((status, revision, slot_id)) OVER (PARTITION BY booking_id ORDER BY id) AS before
        FROM booking_events
    ) AS e WHERE before = (status, revision, slot_id)
"""
