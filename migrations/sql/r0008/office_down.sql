ALTER TABLE company_settings DROP COLUMN bot_username;

ALTER TABLE recruiter_invitations DROP COLUMN public_id;
