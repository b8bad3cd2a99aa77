-- Who is told of facts outside the house; each fact is recorded in its own transaction, whoever wrote it, psql included.

CREATE TABLE webhook_endpoints (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    url text NOT NULL,
    description text,
    event_types text[],
    city_id bigint,
    active boolean DEFAULT true NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until timestamptz,
    failing_since timestamptz,
    stopped_because varchar(32),
    created_by bigint,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_webhook_endpoints PRIMARY KEY (id),
    CONSTRAINT uq_webhook_endpoints_public_id UNIQUE (public_id),
    CONSTRAINT ck_webhook_endpoints_previous CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
    CONSTRAINT ck_webhook_endpoints_stopped CHECK (stopped_because IS NULL OR NOT active),
    CONSTRAINT ck_webhook_endpoints_stopped_because CHECK (stopped_because IN ('gone', 'failing')),
    CONSTRAINT fk_webhook_endpoints_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT fk_webhook_endpoints_created_by_api_tokens
        FOREIGN KEY (created_by) REFERENCES api_tokens ON DELETE SET NULL
);

CREATE TRIGGER touch BEFORE UPDATE ON webhook_endpoints FOR EACH ROW EXECUTE FUNCTION touch_row();

CREATE TABLE webhook_events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    city_id bigint,
    data jsonb NOT NULL,
    fact_key text NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_webhook_events PRIMARY KEY (id),
    CONSTRAINT uq_webhook_events_public_id UNIQUE (public_id),
    CONSTRAINT uq_webhook_events_fact_key UNIQUE (fact_key),
    CONSTRAINT fk_webhook_events_city_id_cities FOREIGN KEY (city_id) REFERENCES cities ON DELETE SET NULL
);

CREATE INDEX ix_webhook_events_at ON webhook_events (at);

CREATE INDEX ix_webhook_events_created_at ON webhook_events (created_at);

CREATE TABLE webhook_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    endpoint_id bigint NOT NULL,
    event_id bigint NOT NULL,
    status varchar(32) DEFAULT 'waiting' NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_status_code integer,
    last_error varchar(32),
    next_try_at timestamptz,
    taken_up_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_webhook_deliveries_public_id UNIQUE (public_id),
    CONSTRAINT uq_webhook_deliveries_endpoint_id_event_id UNIQUE (endpoint_id, event_id),
    CONSTRAINT ck_webhook_deliveries_delivered CHECK ((status = 'delivered') = (delivered_at IS NOT NULL)),
    CONSTRAINT ck_webhook_deliveries_status CHECK (status IN ('waiting', 'delivered', 'failed', 'abandoned')),
    CONSTRAINT ck_webhook_deliveries_last_error
        CHECK (last_error IN ('status', 'timeout', 'no_connection', 'no_such_host', 'bad_certificate', 'address_refused',
            'secret_unreadable', 'switched_off')),
    CONSTRAINT fk_webhook_deliveries_endpoint_id_webhook_endpoints
        FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints ON DELETE CASCADE,
    CONSTRAINT fk_webhook_deliveries_event_id_webhook_events
        FOREIGN KEY (event_id) REFERENCES webhook_events ON DELETE CASCADE
);

CREATE INDEX ix_webhook_deliveries_endpoint_id_id ON webhook_deliveries (endpoint_id, id);

CREATE INDEX ix_webhook_deliveries_endpoint_id_status_id ON webhook_deliveries (endpoint_id, status, id);

CREATE INDEX ix_webhook_deliveries_event_id ON webhook_deliveries (event_id);

CREATE INDEX ix_webhook_deliveries_waiting ON webhook_deliveries (id) WHERE status = 'waiting';

CREATE TABLE webhook_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    delivery_id bigint NOT NULL,
    round integer NOT NULL,
    at timestamptz NOT NULL,
    took_ms integer NOT NULL,
    status_code integer,
    error varchar(32),
    CONSTRAINT pk_webhook_attempts PRIMARY KEY (id),
    CONSTRAINT ck_webhook_attempts_error
        CHECK (error IN ('status', 'timeout', 'no_connection', 'no_such_host', 'bad_certificate', 'address_refused',
            'secret_unreadable', 'switched_off')),
    CONSTRAINT fk_webhook_attempts_delivery_id_webhook_deliveries
        FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries ON DELETE CASCADE
);

CREATE INDEX ix_webhook_attempts_delivery_id_id ON webhook_attempts (delivery_id, id);

-- The judgement is the one of domain/facts.py; a test compares the two over all combinations.
CREATE FUNCTION booking_fact(is_first boolean, has_moved boolean, status text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN is_first THEN 'booking.requested'
    WHEN has_moved THEN 'booking.moved'
    WHEN status = 'pending' THEN 'booking.requested'
    WHEN status = 'booked' THEN 'booking.approved'
    ELSE 'booking.' || status
END;

CREATE FUNCTION utc_text(at timestamptz) RETURNS text LANGUAGE sql STABLE
RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

CREATE FUNCTION record_fact(kind text, happened_at timestamptz, of_city bigint, details jsonb, fact text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    recorded bigint;
BEGIN
    INSERT INTO webhook_events (type, at, city_id, data, fact_key)
    VALUES (kind, happened_at, of_city, details, fact)
    ON CONFLICT (fact_key) DO NOTHING
    RETURNING id INTO recorded;
    INSERT INTO webhook_deliveries (endpoint_id, event_id)
    SELECT id, recorded FROM webhook_endpoints
    WHERE active AND recorded IS NOT NULL
        AND (event_types IS NULL OR kind = ANY (event_types))
        AND (city_id IS NULL OR city_id = of_city);
    -- Whoever notifies commits alone: so nobody does who has nothing to say.
    IF FOUND THEN
        PERFORM pg_notify('otklik_webhooks', '');
    END IF;
END
$$;

-- Each trigger below begins with the question whether anybody is to be told, and ends with it if not: one look at an
-- empty table, some microseconds, is all that a booking pays then. The question is not a function, which would cost more.
CREATE FUNCTION tell_of_booking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before record;
    fact text;
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    SELECT event.revision, event.slot_id, slot.public_id INTO before
    FROM booking_events AS event
    JOIN slots AS slot ON slot.id = event.slot_id
    WHERE event.booking_id = NEW.booking_id AND event.id < NEW.id
    ORDER BY event.id DESC LIMIT 1;
    fact := booking_fact(
        before.slot_id IS NULL, (before.revision, before.slot_id) <> (NEW.revision, NEW.slot_id), NEW.status
    );
    PERFORM record_fact(
        fact, NEW.at, booking.city_id,
        jsonb_build_object(
            'booking', booking.public_id, 'candidate', candidate.public_id, 'recruiter', recruiter.public_id,
            'city', city.public_id, 'slot', slot.public_id, 'status', NEW.status, 'revision', NEW.revision,
            'starts_at', utc_text(slot.starts_at), 'ends_at', utc_text(slot.ends_at), 'zone', city.zone,
            'actor', NEW.actor
        ) || CASE fact
            WHEN 'booking.moved' THEN jsonb_build_object('previous_slot', before.public_id)
            ELSE '{}'
        END,
        'booking_events/' || NEW.id
    )
    FROM bookings AS booking
    JOIN candidates AS candidate ON candidate.id = booking.candidate_id
    JOIN slots AS slot ON slot.id = NEW.slot_id
    JOIN recruiters AS recruiter ON recruiter.id = booking.recruiter_id
    JOIN cities AS city ON city.id = booking.city_id
    WHERE booking.id = NEW.booking_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER INSERT ON booking_events FOR EACH ROW EXECUTE FUNCTION tell_of_booking();

CREATE FUNCTION tell_of_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    PERFORM record_fact(
        CASE WHEN NEW.passed THEN 'test1.passed' ELSE 'test1.refused' END, NEW.finished_at, candidate.city_id,
        jsonb_build_object(
            'candidate', candidate.public_id, 'city', city.public_id, 'questionnaire_version', questionnaire.version
        ),
        'test_results/' || NEW.id
    )
    FROM candidates AS candidate
    JOIN questionnaires AS questionnaire ON questionnaire.id = NEW.questionnaire_id
    LEFT JOIN cities AS city ON city.id = candidate.city_id
    WHERE candidate.id = NEW.candidate_id;
    RETURN NULL;
END
$$;

-- At the commit, because the same transaction goes on to write what the test taught of the candidate: their city.
CREATE CONSTRAINT TRIGGER tell AFTER INSERT ON test_results DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tell_of_test();

CREATE FUNCTION tell_of_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fact text := CASE WHEN NEW.left_at IS NULL THEN 'waitlist.joined' ELSE 'waitlist.left' END;
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    PERFORM record_fact(
        fact, coalesce(NEW.left_at, NEW.since), NEW.city_id,
        jsonb_build_object(
            'candidate', candidate.public_id, 'city', city.public_id, 'recruiter', recruiter.public_id,
            'since', utc_text(NEW.since)
        ),
        'waitlist/' || NEW.id || '/' || fact
    )
    FROM candidates AS candidate
    JOIN cities AS city ON city.id = NEW.city_id
    LEFT JOIN recruiters AS recruiter ON recruiter.id = NEW.recruiter_id
    WHERE candidate.id = NEW.candidate_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER INSERT ON waitlist
    FOR EACH ROW WHEN (NEW.left_at IS NULL) EXECUTE FUNCTION tell_of_waiting();

CREATE TRIGGER tell_of_leaving AFTER UPDATE OF left_at ON waitlist
    FOR EACH ROW WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL) EXECUTE FUNCTION tell_of_waiting();

CREATE FUNCTION tell_of_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fact text := 'offer.' || coalesce(NEW.settlement, 'made');
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    PERFORM record_fact(
        fact, coalesce(NEW.settled_at, NEW.offered_at), NEW.city_id,
        jsonb_build_object(
            'candidate', candidate.public_id, 'city', city.public_id, 'recruiter', recruiter.public_id,
            'slot', slot.public_id, 'starts_at', utc_text(slot.starts_at), 'zone', city.zone,
            'expires_at', utc_text(NEW.expires_at)
        ),
        'slot_offers/' || NEW.id || '/' || fact
    )
    FROM candidates AS candidate
    JOIN cities AS city ON city.id = NEW.city_id
    JOIN slots AS slot ON slot.id = NEW.slot_id
    JOIN recruiters AS recruiter ON recruiter.id = slot.recruiter_id
    WHERE candidate.id = NEW.candidate_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER INSERT ON slot_offers
    FOR EACH ROW WHEN (NEW.settled_at IS NULL) EXECUTE FUNCTION tell_of_offer();

CREATE TRIGGER tell_of_end AFTER UPDATE OF settled_at ON slot_offers
    FOR EACH ROW WHEN (OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL) EXECUTE FUNCTION tell_of_offer();

CREATE FUNCTION tell_of_wish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fact text := CASE WHEN NEW.settled_at IS NULL THEN 'reschedule.requested' ELSE 'reschedule.settled' END;
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    PERFORM record_fact(
        fact, coalesce(NEW.settled_at, NEW.requested_at), booking.city_id,
        jsonb_build_object(
            'request', NEW.public_id, 'booking', booking.public_id, 'candidate', candidate.public_id,
            'recruiter', recruiter.public_id, 'city', city.public_id, 'revision', NEW.revision,
            'asked_by', NEW.asked_by, 'answer_until', utc_text(NEW.answer_until), 'settlement', NEW.settlement
        ),
        'reschedule_requests/' || NEW.id || '/' || fact
    )
    FROM bookings AS booking
    JOIN candidates AS candidate ON candidate.id = booking.candidate_id
    JOIN recruiters AS recruiter ON recruiter.id = booking.recruiter_id
    JOIN cities AS city ON city.id = booking.city_id
    WHERE booking.id = NEW.booking_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER INSERT ON reschedule_requests
    FOR EACH ROW WHEN (NEW.settled_at IS NULL) EXECUTE FUNCTION tell_of_wish();

CREATE TRIGGER tell_of_end AFTER UPDATE OF settled_at ON reschedule_requests
    FOR EACH ROW WHEN (OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL) EXECUTE FUNCTION tell_of_wish();

CREATE FUNCTION tell_of_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        RETURN NULL;
    END IF;
    -- The city goes with the erasure: whoever was told of its candidates has to learn that one wants to be forgotten.
    PERFORM record_fact(
        'candidate.erased', NEW.erased_at, OLD.city_id,
        jsonb_build_object(
            'candidate', NEW.public_id, 'city', (SELECT city.public_id FROM cities AS city WHERE city.id = OLD.city_id)
        ),
        'candidates/' || NEW.id || '/erased'
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER tell AFTER UPDATE OF erased_at ON candidates
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION tell_of_erasure();
