-- Enough rows for the planner to care: 20 cities, 60 recruiters, 12,000 slots, 12,000 candidates, and what they left.

INSERT INTO cities (name, zone) SELECT 'City ' || n, 'Europe/Moscow' FROM generate_series(1, 20) AS n;

INSERT INTO recruiters (name, zone) SELECT 'Recruiter ' || n, 'Europe/Moscow' FROM generate_series(1, 60) AS n;

INSERT INTO recruiter_cities
SELECT n, 1 + (n + shift) % 20 FROM generate_series(1, 60) AS n, unnest(ARRAY[0, 3, 7, 13]) AS shift;

-- Who is registered first has not the lowest number in Telegram.
INSERT INTO candidates (telegram_id, chat_id, city_id)
SELECT 100000 + n * 7919 % 12000, 100000 + n, 1 + n % 20 FROM generate_series(1, 12000) AS n;

INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
SELECT 1 + n % 60, 1 + (1 + n % 60 + (ARRAY[0, 3, 7, 13])[1 + n / 60 % 4]) % 20, start, start + interval '20 minutes',
    start AT TIME ZONE 'UTC', 'UTC'
FROM generate_series(1, 12000) AS n,
    LATERAL (SELECT timestamptz '2026-11-01 00:00Z' + n / 60 * interval '6 hours') AS t (start);

INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, booking_key, status, requested_at, answer_until,
    ended_at, changed_at, changed_by, changed_by_id)
SELECT slots.id, slots.id, slots.recruiter_id, slots.city_id, 'key ' || slots.id,
    CASE WHEN slots.id % 40 = 0 THEN 'pending' WHEN slots.id % 40 = 1 THEN 'booked' ELSE 'declined' END,
    now(), now() + slots.id * interval '1 second', CASE WHEN slots.id % 40 > 1 THEN now() END, now(), 'candidate', slots.id
FROM slots;

INSERT INTO slot_claims (slot_id, booking_id, kind)
SELECT slot_id, id, 'current' FROM bookings WHERE holds_slot(status);

INSERT INTO reschedule_requests (booking_id, revision, candidate_id, requested_at, answer_until, settled_at, settlement)
SELECT id, 1, candidate_id, now(), now(), CASE WHEN id % 50 > 0 THEN now() END, CASE WHEN id % 50 > 0 THEN 'kept' END
FROM bookings;

INSERT INTO waitlist (candidate_id, city_id, since, left_at)
SELECT id, city_id, now(), CASE WHEN id % 10 > 0 THEN now() END FROM candidates;

INSERT INTO slot_offers (slot_id, candidate_id, city_id, offered_at, expires_at, settled_at, settlement)
SELECT id, id, city_id, timestamptz '2026-11-23 08:45Z', timestamptz '2026-11-23 09:15Z', CASE WHEN id % 200 > 0 THEN now() END,
    CASE WHEN id % 200 > 0 THEN 'expired' END
FROM slots;

INSERT INTO questionnaires (version, content) VALUES (1, '{"questions": []}');

INSERT INTO test_results (candidate_id, questionnaire_id, passed, finished_at)
SELECT candidates.id, questionnaires.id, true, now() FROM candidates, questionnaires;

INSERT INTO test_answers (result_id, place, question_id, text) SELECT id, 0, 'name', 'words' FROM test_results;

INSERT INTO auto_messages (text, due_at, target_chat_id, active)
SELECT 'words', timestamptz '2026-11-23 00:00Z' + n * interval '1 minute', 100000 + n, n % 10 = 0
FROM generate_series(1, 12000) AS n;

INSERT INTO sent_messages (candidate_id, kind, chat_id, status, message_id)
SELECT id, 'offer_slots', chat_id, 'sent', id FROM candidates;

INSERT INTO telegram_updates (bot_id, update_id, person_key, payload, status)
SELECT 7, n, n % 500, '{}', CASE WHEN n > 11000 THEN 'new' WHEN n % 100 = 0 THEN 'parked' ELSE 'handled' END
FROM generate_series(1, 12000) AS n;

INSERT INTO audit_log (actor, actor_id, what, subject_table, subject_id, at)
SELECT 'admin', n % 50, 'looked', 'slots', n, now() FROM generate_series(1, 12000) AS n;

ANALYZE;
