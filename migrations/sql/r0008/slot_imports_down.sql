-- Everything that slot_imports.sql made.

DROP INDEX ix_slots_starts_at_id;

DROP TABLE slot_imports;
