-- What holds for a city, and for all of them.

CREATE TABLE cities (
    id bigint GENERATED ALWAYS AS IDENTITY,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    zone text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    contact_link text,
    address text,
    meeting_link text,
    policy jsonb DEFAULT '{}'::jsonb NOT NULL,
    language text DEFAULT 'ru' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_cities PRIMARY KEY (id),
    CONSTRAINT ck_cities_name CHECK (name <> ''),
    CONSTRAINT ck_cities_contact_link CHECK (contact_link ~ '^https://t[.]me/[A-Za-z0-9_+][A-Za-z0-9_+/?=&-]*$'),
    CONSTRAINT ck_cities_meeting_link CHECK (meeting_link ~ '^https://\S+$'),
    CONSTRAINT uq_cities_public_id UNIQUE (public_id),
    CONSTRAINT uq_cities_name UNIQUE (name)
);

CREATE TABLE company_settings (
    id smallint NOT NULL,
    policy jsonb DEFAULT '{}'::jsonb NOT NULL,
    contact_link text,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_company_settings PRIMARY KEY (id),
    CONSTRAINT ck_company_settings_single_row CHECK (id = 1),
    CONSTRAINT ck_company_settings_contact_link
        CHECK (contact_link ~ '^https://t[.]me/[A-Za-z0-9_+][A-Za-z0-9_+/?=&-]*$')
);

INSERT INTO company_settings (id) VALUES (1);
