-- A claimed job is in the state `running`, and due again when its lease is over.
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('waiting', 'running');

-- For forgetting what was done long ago.
CREATE INDEX jobs_done ON jobs (done_at) WHERE state = 'done';

-- Versions of products, as files in the storage.
CREATE TABLE releases (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    product      TEXT    NOT NULL REFERENCES products (slug),
    version      TEXT    NOT NULL,
    file         TEXT    NOT NULL, -- its name, as it is saved by who downloads it
    size         INTEGER NOT NULL,
    sha256       BLOB    NOT NULL,
    notes        TEXT    NOT NULL,
    path         TEXT    NOT NULL, -- in the storage
    published_at INTEGER NOT NULL,
    UNIQUE (product, version)
) STRICT;

-- Which orders may download which products. Whose they are is the order's to say.
CREATE TABLE download_grants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'open', -- open, suspended, revoked
    downloads  INTEGER NOT NULL DEFAULT 0,      -- how often one was begun
    created_at INTEGER NOT NULL,
    UNIQUE (order_id, product)
) STRICT;
