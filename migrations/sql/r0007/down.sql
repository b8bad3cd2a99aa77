-- Everything that the seventh revision made.

DROP INDEX ix_slot_offers_withdrawn;
