-- Carts of guests and accounts, found by the hash of the token in the customer's cookie.
CREATE TABLE carts (
    token      BYTEA       NOT NULL PRIMARY KEY, -- SHA-256
    version    BIGINT      NOT NULL,
    lines      JSONB       NOT NULL,             -- [{product, plan, quantity, seen}]
    changed_at TIMESTAMPTZ NOT NULL
);

-- For forgetting carts that nobody came back to.
CREATE INDEX carts_changed_at ON carts (changed_at);
