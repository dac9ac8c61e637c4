-- Carts of guests and accounts, found by the hash of the token in the customer's cookie.
CREATE TABLE carts (
    token      BLOB    NOT NULL PRIMARY KEY, -- SHA-256
    version    INTEGER NOT NULL,
    lines      TEXT    NOT NULL,             -- JSON: [{product, plan, quantity, seen}]
    changed_at INTEGER NOT NULL              -- microseconds
) STRICT;

-- For forgetting carts that nobody came back to.
CREATE INDEX carts_changed_at ON carts (changed_at);
