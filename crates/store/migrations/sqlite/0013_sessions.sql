-- When a session was last used, by what device and from which network: its owner sees it, and can end it.
ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0; -- microseconds
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';    -- such as "Firefox on Linux"
ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';   -- an IPv4 address, or a /64 of IPv6
UPDATE sessions SET used_at = created_at;
