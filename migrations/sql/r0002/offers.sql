-- A slot offered to somebody who waits: theirs alone until the offer expires or is settled.

CREATE TABLE slot_offers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    slot_id bigint NOT NULL,
    candidate_id bigint NOT NULL,
    city_id bigint NOT NULL,
    offered_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    told_at timestamptz,
    settled_at timestamptz,
    settlement varchar(32),
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_slot_offers PRIMARY KEY (id),
    CONSTRAINT ck_slot_offers_expires_later CHECK (expires_at > offered_at),
    CONSTRAINT ck_slot_offers_settled CHECK ((settled_at IS NULL) = (settlement IS NULL)),
    CONSTRAINT fk_slot_offers_slot_id_slots FOREIGN KEY (slot_id) REFERENCES slots,
    CONSTRAINT fk_slot_offers_candidate_id_candidates FOREIGN KEY (candidate_id) REFERENCES candidates,
    CONSTRAINT fk_slot_offers_city_id_cities FOREIGN KEY (city_id) REFERENCES cities,
    CONSTRAINT ck_slot_offers_settlement CHECK (settlement IN ('taken', 'refused', 'expired', 'withdrawn'))
);

CREATE UNIQUE INDEX uq_slot_offers_open_slot ON slot_offers (slot_id) WHERE settled_at IS NULL;

CREATE UNIQUE INDEX uq_slot_offers_open_candidate ON slot_offers (candidate_id) WHERE settled_at IS NULL;

CREATE INDEX ix_slot_offers_open ON slot_offers (expires_at) WHERE settled_at IS NULL;

CREATE INDEX ix_slot_offers_candidate_id_slot_id ON slot_offers (candidate_id, slot_id);

CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON slot_offers
    FOR EACH ROW EXECUTE FUNCTION announce_change();

CREATE FUNCTION withdraw_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slot_offers SET settled_at = NEW.withdrawn_at, settlement = 'withdrawn'
    WHERE slot_id = NEW.id AND settled_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER withdraw_offer AFTER UPDATE OF withdrawn_at ON slots
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION withdraw_offer();
