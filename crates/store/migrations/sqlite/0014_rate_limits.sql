-- How often something was done that may be done only so often. Shared by all servers of the database.
DROP TABLE attempts;

CREATE TABLE rate_limits (
    key     BLOB    NOT NULL PRIMARY KEY, -- keyed hash of what was done, and by whom or to whom
    hits    TEXT    NOT NULL,             -- JSON: [[microseconds, how often], ...], the oldest first
    ends_at INTEGER NOT NULL              -- when none of them counts any more
) STRICT;

-- For deleting those that count no more.
CREATE INDEX rate_limits_ends_at ON rate_limits (ends_at);
-- For deleting events past their retention.
CREATE INDEX provider_events_received_at ON provider_events (received_at);
