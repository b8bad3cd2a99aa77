-- Finding one candidate among many: by the words of the name, the digits of the phone, the name in Telegram; and the
-- orders in which lists are read. Who was erased is in none of them.

CREATE INDEX ix_candidates_created_at_id ON candidates (created_at, id) WHERE erased_at IS NULL;

CREATE INDEX ix_candidates_city_id_created_at_id ON candidates (city_id, created_at, id) WHERE erased_at IS NULL;

-- One lexeme for each word, the letter yo read as ye. Nobody's name is longer than what is looked at here: a lexeme
-- has a limit, and no name may fail to be stored because of it.
CREATE INDEX ix_candidates_name_words ON candidates USING gin (
    array_to_tsvector(array_remove(regexp_split_to_array(
        translate(lower("left"(name, 400)), U&'\0451', U&'\0435'), '\W+'), ''))
) WHERE erased_at IS NULL;

CREATE INDEX ix_candidates_phone_digits ON candidates (regexp_replace(phone, '\D', '', 'g') text_pattern_ops)
    WHERE erased_at IS NULL;

CREATE INDEX ix_candidates_username_lower ON candidates (lower(username) text_pattern_ops) WHERE erased_at IS NULL;

CREATE INDEX ix_candidate_texts_written_at ON candidate_texts (written_at, candidate_id, update_id);

CREATE INDEX ix_bookings_requested_at_id ON bookings (requested_at, id);

CREATE INDEX ix_reschedule_requests_requested_at_id ON reschedule_requests (requested_at, id);

CREATE INDEX ix_waitlist_candidate_id ON waitlist (candidate_id);

CREATE INDEX ix_waitlist_since ON waitlist (since, id) WHERE left_at IS NULL;

CREATE INDEX ix_audit_log_at_id ON audit_log (at, id);
