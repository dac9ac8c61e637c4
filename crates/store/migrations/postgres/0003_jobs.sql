-- What must happen after a commit: written in that commit, done by whoever claims it.
CREATE TABLE jobs (
    id         BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       TEXT        NOT NULL,
    key        TEXT        UNIQUE,    -- what must be done once only; a second of the same key is not written
    payload    JSONB       NOT NULL,  -- of a shape that the kind knows
    state      TEXT        NOT NULL DEFAULT 'waiting', -- waiting, done, failed
    run_at     TIMESTAMPTZ NOT NULL,  -- not before; while it runs: when others may take it over
    attempts   BIGINT      NOT NULL DEFAULT 0,
    error      TEXT,                  -- of the last attempt
    created_at TIMESTAMPTZ NOT NULL,
    done_at    TIMESTAMPTZ
);

-- For finding what is due.
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
