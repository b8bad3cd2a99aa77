"""The offices in which benchmarks play: SQL, its statements parted by a semicolon at the end of a line."""

from bench.people import FIRST_PERSON

CITIES, RECRUITERS, DAYS = 4, 8, 12
RECRUITER_NUMBERS = -1000  # among people; a recruiter's own is added
FIRST_RECRUITER = FIRST_PERSON + RECRUITER_NUMBERS

# Two recruiters a city who are linked already; each has half-hours all day long, so that thousands find a time.
OFFICE = f"""
    UPDATE company_settings SET policy = '{{"quiet_from": "00:00", "quiet_until": "00:00"}}';
    INSERT INTO cities (name, zone, address, meeting_link)
    SELECT 'Город ' || n, 'Europe/Moscow', 'ул. Баумана, 44', 'https://meet.example.org/room'
    FROM generate_series(1, {CITIES}) AS n;
    INSERT INTO recruiters (name, zone, telegram_id, tg_chat_id)
    SELECT 'Рекрутёр ' || n, 'Europe/Moscow', {FIRST_RECRUITER} + n, {FIRST_RECRUITER} + n
    FROM generate_series(1, {RECRUITERS}) AS n;
    INSERT INTO recruiter_cities SELECT n, 1 + n % {CITIES} FROM generate_series(1, {RECRUITERS}) AS n;
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT n, 1 + n % {CITIES}, at, at + interval '20 minutes', at AT TIME ZONE 'Europe/Moscow', 'Europe/Moscow'
    FROM generate_series(1, {RECRUITERS}) AS n, generate_series(0, {DAYS} * 24 - 1) AS k, LATERAL (
        SELECT date_trunc('hour', now()) + interval '3 days' + k * interval '30 minutes' AS at
    ) AS start;
    ANALYZE
"""
