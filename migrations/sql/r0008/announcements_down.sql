DROP TABLE auto_message_deliveries, auto_message_runs;

-- What only recurs cannot be told in the older table.
DELETE FROM auto_messages WHERE due_at IS NULL;

DROP INDEX ix_auto_messages_created_at_id;

ALTER TABLE auto_messages
    ALTER COLUMN due_at SET NOT NULL,
    DROP COLUMN public_id,
    DROP COLUMN title,
    DROP COLUMN language,
    DROP COLUMN cron,
    DROP COLUMN zone,
    DROP COLUMN respects_quiet_hours,
    DROP COLUMN status,
    DROP COLUMN created_by,
    DROP COLUMN kept_plan;
