-- Invitations can be named without their token, and the bot's name is known to whoever writes a link to it.

ALTER TABLE recruiter_invitations
    ADD COLUMN public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    ADD CONSTRAINT uq_recruiter_invitations_public_id UNIQUE (public_id);

ALTER TABLE company_settings
    ADD COLUMN bot_username text,
    ADD CONSTRAINT ck_company_settings_bot_username CHECK (bot_username ~ '^[A-Za-z0-9_]{4,32}$');
