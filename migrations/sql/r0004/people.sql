-- Who is told when a recruiter cannot be reached, who blocked the bot, and what a recruiter's next words are for.

ALTER TABLE recruiters ADD COLUMN blocked_at timestamptz;

ALTER TABLE cities
    ADD COLUMN lead_recruiter_id bigint,
    ADD CONSTRAINT fk_cities_lead_recruiter_id_recruiters
        FOREIGN KEY (lead_recruiter_id) REFERENCES recruiters ON DELETE SET NULL;

ALTER TABLE recruiter_prompts
    ADD COLUMN purpose varchar(32) DEFAULT 'reply' NOT NULL,
    ADD COLUMN booking_id bigint,
    ADD COLUMN revision integer,
    ADD CONSTRAINT ck_recruiter_prompts_purpose CHECK (purpose IN ('reply', 'reject_time')),
    ADD CONSTRAINT ck_recruiter_prompts_booking
        CHECK (purpose = 'reply' OR (booking_id IS NOT NULL AND revision IS NOT NULL)),
    ADD CONSTRAINT fk_recruiter_prompts_booking_id_bookings
        FOREIGN KEY (booking_id) REFERENCES bookings ON DELETE CASCADE;
