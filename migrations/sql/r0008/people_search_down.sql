-- Everything that people_search.sql made.

DROP INDEX ix_candidates_created_at_id, ix_candidates_city_id_created_at_id, ix_candidates_name_words,
    ix_candidates_phone_digits, ix_candidates_username_lower, ix_candidate_texts_written_at,
    ix_bookings_requested_at_id, ix_reschedule_requests_requested_at_id, ix_waitlist_candidate_id, ix_waitlist_since,
    ix_audit_log_at_id;
