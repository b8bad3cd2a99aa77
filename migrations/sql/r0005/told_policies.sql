-- What the policy of a city came to when the journeys with a booking there were told of it; a sweep compares.

CREATE TABLE told_policies (
    city_id bigint NOT NULL,
    policy jsonb NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT pk_told_policies PRIMARY KEY (city_id),
    CONSTRAINT fk_told_policies_city_id_cities FOREIGN KEY (city_id) REFERENCES cities ON DELETE CASCADE
);
