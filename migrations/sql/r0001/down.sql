-- Everything that the first revision made, taken down in the reverse order.

DROP TABLE api_tokens, audit_log, telegram_updates;

DROP TABLE sent_messages, auto_messages, templates;

DROP TABLE test_answers, test_results, questionnaires;

DROP TABLE waitlist, reschedule_requests;

DROP TABLE reservation_answers, booking_events, slot_claims, bookings, slots;

DROP TABLE candidate_texts, candidates, recruiter_invitations, recruiter_cities, recruiters;

DROP TABLE company_settings, cities;

DROP FUNCTION settle_reservation, reservation_facts;

DROP FUNCTION refuse_rewriting, follow_booking, keep_over, holds_slot;

DROP FUNCTION refresh_claimed_slots, show_claim, touch_row;

DROP FUNCTION announce_update, announce_change;
