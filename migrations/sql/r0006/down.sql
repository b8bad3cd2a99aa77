-- Everything that the sixth revision made. What was erased or forgotten does not come back.

DROP TRIGGER forget_handled ON telegram_updates;

DROP FUNCTION forget_handled;

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

DROP TRIGGER only_grows ON booking_events;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON booking_events
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();

DROP FUNCTION refuse_rewriting_but_erasure;

DROP INDEX ix_candidates_to_forget;

ALTER TABLE candidates DROP COLUMN erased_at, DROP COLUMN histories_forgotten_at;
