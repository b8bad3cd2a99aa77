-- Whoever was told of an offer is told of its withdrawal as well: a sweep finds the few that are not told yet.

CREATE INDEX ix_slot_offers_withdrawn ON slot_offers (id) WHERE settlement = 'withdrawn' AND told_at < settled_at;
