-- Who may log in. An account counts once its mailbox was shown to be its owner's.
CREATE TABLE accounts (
    id          BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email       TEXT        NOT NULL,        -- as it was typed
    email_key   TEXT        NOT NULL UNIQUE, -- in lower case
    name        TEXT        NOT NULL,
    password    TEXT        NOT NULL,        -- argon2id, as a PHC string
    verified_at TIMESTAMPTZ,                 -- NULL: nobody opened the mailed link yet
    created_at  TIMESTAMPTZ NOT NULL
);

-- For forgetting accounts that nobody confirmed.
CREATE INDEX accounts_unverified ON accounts (created_at) WHERE verified_at IS NULL;

-- Who is logged in, found by the hash of the token in the customer's cookie.
CREATE TABLE sessions (
    token      BYTEA       NOT NULL PRIMARY KEY, -- SHA-256
    account    BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL              -- moves on while the session is used
);

-- For ending all sessions of an account.
CREATE INDEX sessions_account ON sessions (account);
-- For forgetting those that ended.
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- How often something was tried that may be tried only so often. Shared by all servers of the database.
CREATE TABLE attempts (
    key        BYTEA       NOT NULL PRIMARY KEY, -- keyed hash of what was tried and by whom
    tried      BIGINT      NOT NULL,             -- since the window began
    ends_at    TIMESTAMPTZ NOT NULL              -- when it counts from nought again
);

-- For forgetting windows that ended.
CREATE INDEX attempts_ends_at ON attempts (ends_at);
