-- Tokens that reach some cities only, and what was answered to creates that may be sent twice.

-- Any other word allowed nothing, and shall go on to allow nothing.
UPDATE api_tokens SET role = 'viewer', revoked_at = coalesce(revoked_at, now())
WHERE role NOT IN ('viewer', 'manager', 'admin');

ALTER TABLE api_tokens
    DROP CONSTRAINT ck_api_tokens_role,
    ADD CONSTRAINT ck_api_tokens_role CHECK (role IN ('viewer', 'manager', 'admin'));

CREATE TABLE api_token_cities (
    token_id bigint NOT NULL,
    city_id bigint NOT NULL,
    CONSTRAINT pk_api_token_cities PRIMARY KEY (token_id, city_id),
    CONSTRAINT fk_api_token_cities_token_id_api_tokens
        FOREIGN KEY (token_id) REFERENCES api_tokens ON DELETE CASCADE,
    CONSTRAINT fk_api_token_cities_city_id_cities FOREIGN KEY (city_id) REFERENCES cities
);

CREATE INDEX ix_api_token_cities_city_id ON api_token_cities (city_id);

CREATE TABLE idempotency_keys (
    token_id bigint NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    answer jsonb NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (token_id, key),
    CONSTRAINT fk_idempotency_keys_token_id_api_tokens
        FOREIGN KEY (token_id) REFERENCES api_tokens ON DELETE CASCADE
);

CREATE INDEX ix_idempotency_keys_answered_at ON idempotency_keys (answered_at);
