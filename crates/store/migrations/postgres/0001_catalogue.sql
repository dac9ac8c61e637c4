-- The catalogue. Slugs sort by their bytes, whatever the locale of the database.

CREATE TABLE developers (
    slug          TEXT COLLATE "C" PRIMARY KEY,
    name          TEXT NOT NULL,
    website       TEXT,
    support_email TEXT
);

CREATE TABLE products (
    slug           TEXT COLLATE "C" PRIMARY KEY,
    version        BIGINT NOT NULL, -- the catalogue version that wrote this row
    title          TEXT NOT NULL,
    summary        TEXT NOT NULL,
    description    TEXT NOT NULL,
    category       TEXT NOT NULL,
    tags           JSONB NOT NULL,
    developer      TEXT COLLATE "C" NOT NULL REFERENCES developers (slug),
    compatibility  JSONB NOT NULL,
    media          JSONB NOT NULL,
    specifications JSONB NOT NULL,
    collections    JSONB NOT NULL,
    published_at   TIMESTAMPTZ NOT NULL,
    popularity     BIGINT NOT NULL,
    rating_average BIGINT, -- as imported, in hundredths; written reviews take its place
    rating_count   BIGINT
);

CREATE TABLE plans (
    product  TEXT COLLATE "C" NOT NULL REFERENCES products (slug),
    slug     TEXT COLLATE "C" NOT NULL,
    version  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    amount   BIGINT NOT NULL,
    currency TEXT NOT NULL,
    billing  TEXT NOT NULL,
    features JSONB NOT NULL,
    license  JSONB NOT NULL,
    PRIMARY KEY (product, slug)
);

CREATE TABLE reviews (
    product         TEXT COLLATE "C" NOT NULL REFERENCES products (slug),
    author          TEXT COLLATE "C" NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    rating          SMALLINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title           TEXT NOT NULL,
    body            TEXT NOT NULL,
    developer_reply TEXT,
    PRIMARY KEY (product, created_at, author)
);

CREATE INDEX reviews_by_rating ON reviews (product, rating, created_at, author);

-- The one row that every change of the catalogue locks first.
CREATE TABLE catalog_state (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO catalog_state (id, version) VALUES (1, 0);

-- What the query engine reads: written in the transaction of the change that it shows.
CREATE TABLE catalog_snapshots (
    version    BIGINT PRIMARY KEY,
    hash       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    bytes      BYTEA NOT NULL
);

-- Already dense: trying to compress it would only take time.
ALTER TABLE catalog_snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL;
