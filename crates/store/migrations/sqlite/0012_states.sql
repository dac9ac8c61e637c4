-- The keys of the last changes of a cart: JSON, [key]. A change that is sent again is known by its key.
ALTER TABLE carts ADD COLUMN keys TEXT NOT NULL DEFAULT '[]';

-- States are among those that the program knows. SQLite checks only what a table was made with, so the tables are made
-- anew.
CREATE TABLE jobs_checked (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    key        TEXT    UNIQUE,
    payload    TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    run_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    error      TEXT,
    created_at INTEGER NOT NULL,
    done_at    INTEGER
) STRICT;

INSERT INTO jobs_checked (id, kind, key, payload, state, run_at, attempts, error, created_at, done_at)
    SELECT id, kind, key, payload, state, run_at, attempts, error, created_at, done_at FROM jobs;
-- Numbers of jobs that are gone are not given again.
DELETE FROM sqlite_sequence WHERE name = 'jobs_checked';
INSERT INTO sqlite_sequence (name, seq) SELECT 'jobs_checked', seq FROM sqlite_sequence WHERE name = 'jobs';
DROP TABLE jobs;
ALTER TABLE jobs_checked RENAME TO jobs;

-- For finding what is due.
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('waiting', 'running');
-- For forgetting what was done long ago.
CREATE INDEX jobs_done ON jobs (done_at) WHERE state = 'done';

CREATE TABLE download_grants_checked (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'suspended', 'revoked')),
    downloads  INTEGER NOT NULL DEFAULT 0, -- how often one was begun
    created_at INTEGER NOT NULL,
    UNIQUE (order_id, product)
) STRICT;

INSERT INTO download_grants_checked (id, order_id, product, state, downloads, created_at)
    SELECT id, order_id, product, state, downloads, created_at FROM download_grants;
DROP TABLE download_grants;
ALTER TABLE download_grants_checked RENAME TO download_grants;

CREATE TABLE licenses_checked (
    id         TEXT    NOT NULL PRIMARY KEY, -- 32 hex digits; the key is derived from it
    order_id   TEXT    NOT NULL REFERENCES orders (id),
    line       INTEGER NOT NULL, -- of the order, from 0
    seq        INTEGER NOT NULL, -- among those of the line, from 0
    key_hash   BLOB    NOT NULL UNIQUE, -- SHA-256 of the key
    account    INTEGER,
    email_key  TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    plan       TEXT    NOT NULL,
    terms      TEXT    NOT NULL, -- JSON
    status     TEXT    NOT NULL CHECK (status IN ('active', 'suspended', 'revoked')),
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER,
    UNIQUE (order_id, line, seq)
) STRICT;

INSERT INTO licenses_checked (id, order_id, line, seq, key_hash, account, email_key, product, plan, terms, status,
        issued_at, expires_at)
    SELECT id, order_id, line, seq, key_hash, account, email_key, product, plan, terms, status, issued_at, expires_at
    FROM licenses;
DROP TABLE licenses;
ALTER TABLE licenses_checked RENAME TO licenses;

CREATE INDEX licenses_of_account ON licenses (account);

CREATE TABLE subscriptions_checked (
    order_id     TEXT    NOT NULL REFERENCES orders (id),
    line         INTEGER NOT NULL,
    account      INTEGER,
    email_key    TEXT    NOT NULL,
    provider     TEXT    NOT NULL,
    reference    TEXT,             -- the provider's name for it
    product      TEXT    NOT NULL,
    plan         TEXT    NOT NULL,
    billing      TEXT    NOT NULL,
    status       TEXT    NOT NULL CHECK (status IN ('active', 'suspended', 'ended')),
    period_start INTEGER NOT NULL,
    period_end   INTEGER NOT NULL,
    PRIMARY KEY (order_id, line)
) STRICT;

INSERT INTO subscriptions_checked (order_id, line, account, email_key, provider, reference, product, plan, billing,
        status, period_start, period_end)
    SELECT order_id, line, account, email_key, provider, reference, product, plan, billing, status, period_start,
        period_end
    FROM subscriptions;
DROP TABLE subscriptions;
ALTER TABLE subscriptions_checked RENAME TO subscriptions;
