DROP TRIGGER tell ON candidates;

DROP TRIGGER tell_of_end ON reschedule_requests;

DROP TRIGGER tell ON reschedule_requests;

DROP TRIGGER tell_of_end ON slot_offers;

DROP TRIGGER tell ON slot_offers;

DROP TRIGGER tell_of_leaving ON waitlist;

DROP TRIGGER tell ON waitlist;

DROP TRIGGER tell ON test_results;

DROP TRIGGER tell ON booking_events;

DROP FUNCTION tell_of_erasure, tell_of_wish, tell_of_offer, tell_of_waiting, tell_of_test, tell_of_booking;

DROP FUNCTION record_fact, utc_text, booking_fact;

DROP TABLE webhook_attempts, webhook_deliveries, webhook_events, webhook_endpoints;
