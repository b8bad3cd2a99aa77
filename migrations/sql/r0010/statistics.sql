-- The planner keeps samples of values, and keeps them after the rows are gone (those of a table that became empty for
-- ever). Of what people are called and what they say it keeps none from now on; no query is planned by these values.

ALTER TABLE candidates
    ALTER COLUMN telegram_id SET STATISTICS 0,
    ALTER COLUMN chat_id SET STATISTICS 0,
    ALTER COLUMN name SET STATISTICS 0,
    ALTER COLUMN phone SET STATISTICS 0,
    ALTER COLUMN username SET STATISTICS 0;

ALTER INDEX ix_candidates_name_words ALTER COLUMN 1 SET STATISTICS 0;

ALTER INDEX ix_candidates_phone_digits ALTER COLUMN 1 SET STATISTICS 0;

ALTER INDEX ix_candidates_username_lower ALTER COLUMN 1 SET STATISTICS 0;

ALTER TABLE test_answers ALTER COLUMN text SET STATISTICS 0;

ALTER TABLE candidate_texts ALTER COLUMN text SET STATISTICS 0;

ALTER TABLE bookings ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE booking_events ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE reschedule_requests ALTER COLUMN wish SET STATISTICS 0;

ALTER TABLE sent_messages ALTER COLUMN chat_id SET STATISTICS 0, ALTER COLUMN error SET STATISTICS 0;

ALTER TABLE telegram_updates ALTER COLUMN payload SET STATISTICS 0, ALTER COLUMN last_error SET STATISTICS 0;

ALTER TABLE auto_message_deliveries ALTER COLUMN error SET STATISTICS 0;

ALTER TABLE audit_log ALTER COLUMN before SET STATISTICS 0, ALTER COLUMN after SET STATISTICS 0;

-- What was sampled before would stay otherwise: such columns are not looked at again.
SELECT pg_clear_attribute_stats('public', class.relname::text, attribute.attname::text, false)
FROM pg_attribute AS attribute
JOIN pg_class AS class ON class.oid = attribute.attrelid
WHERE class.relnamespace = 'public'::regnamespace AND attribute.attstattarget = 0 AND attribute.attnum > 0;
