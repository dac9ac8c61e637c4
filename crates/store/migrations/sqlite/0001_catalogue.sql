-- The catalogue. Times are microseconds since 1970 (UTC), JSON is text.

CREATE TABLE developers (
    slug          TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    website       TEXT,
    support_email TEXT
) STRICT;

CREATE TABLE products (
    slug           TEXT PRIMARY KEY,
    version        INTEGER NOT NULL, -- the catalogue version that wrote this row
    title          TEXT NOT NULL,
    summary        TEXT NOT NULL,
    description    TEXT NOT NULL,
    category       TEXT NOT NULL,
    tags           TEXT NOT NULL,
    developer      TEXT NOT NULL REFERENCES developers (slug),
    compatibility  TEXT NOT NULL,
    media          TEXT NOT NULL,
    specifications TEXT NOT NULL,
    collections    TEXT NOT NULL,
    published_at   INTEGER NOT NULL,
    popularity     INTEGER NOT NULL,
    rating_average INTEGER, -- as imported, in hundredths; written reviews take its place
    rating_count   INTEGER
) STRICT;

CREATE TABLE plans (
    product  TEXT NOT NULL REFERENCES products (slug),
    slug     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    currency TEXT NOT NULL,
    billing  TEXT NOT NULL,
    features TEXT NOT NULL,
    license  TEXT NOT NULL,
    PRIMARY KEY (product, slug)
) STRICT;

CREATE TABLE reviews (
    product         TEXT NOT NULL REFERENCES products (slug),
    author          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    rating          INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title           TEXT NOT NULL,
    body            TEXT NOT NULL,
    developer_reply TEXT,
    PRIMARY KEY (product, created_at, author)
) STRICT;

CREATE INDEX reviews_by_rating ON reviews (product, rating, created_at, author);

-- The one row that every change of the catalogue locks first.
CREATE TABLE catalog_state (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

INSERT INTO catalog_state (id, version) VALUES (1, 0);

-- What the query engine reads: written in the transaction of the change that it shows.
CREATE TABLE catalog_snapshots (
    version    INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    bytes      BLOB NOT NULL
) STRICT;
