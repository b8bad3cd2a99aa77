-- An update is needed until it is handled. After that its ids remain, so that a repeat is recognised, and nothing of
-- what it said or who sent it: a recruiter's press carries the whole card of a candidate with it.

CREATE FUNCTION forget_handled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.payload := '{}';
    NEW.person_key := 0;
    NEW.last_error := NULL;
    RETURN NEW;
END
$$;

CREATE TRIGGER forget_handled BEFORE UPDATE ON telegram_updates
    FOR EACH ROW WHEN (NEW.status = 'handled') EXECUTE FUNCTION forget_handled();

UPDATE telegram_updates SET status = 'handled' WHERE status = 'handled';
