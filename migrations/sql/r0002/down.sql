-- Everything that the second revision made, taken down in the reverse order.

DROP FUNCTION reserve_slot, reservation_verdict, slot_facts;

DROP TRIGGER announce ON slots;

CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON slots
    FOR EACH STATEMENT EXECUTE FUNCTION announce_change();

DROP TRIGGER join_in ON waitlist;

DROP TRIGGER open ON recruiter_cities;

DROP TRIGGER open ON recruiters;

DROP TRIGGER open ON cities;

DROP TRIGGER open_again ON slot_claims;

DROP TRIGGER open_again ON slots;

DROP TRIGGER open_new ON slots;

DROP TRIGGER withdraw_offer ON slots;

DROP TABLE slot_offers;

DROP FUNCTION announce_open_recruiter, announce_open_city, announce_let_go, announce_opening, withdraw_offer;
