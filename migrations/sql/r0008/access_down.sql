DROP TABLE idempotency_keys, api_token_cities;

ALTER TABLE api_tokens
    DROP CONSTRAINT ck_api_tokens_role,
    ADD CONSTRAINT ck_api_tokens_role CHECK (role <> '');
