-- Orders and what comes of them. Amounts are minor units.

-- What a customer typed into the checkout, kept with the cart until the order is placed.
CREATE TABLE checkout_drafts (
    cart       BLOB    NOT NULL PRIMARY KEY, -- the cart's key
    form       TEXT    NOT NULL,             -- JSON
    changed_at INTEGER NOT NULL
) STRICT;

-- One order is one payment and one invoice.
CREATE TABLE orders (
    id            TEXT    NOT NULL PRIMARY KEY, -- 32 hex digits
    number        TEXT    UNIQUE,               -- given when it was paid
    status        TEXT    NOT NULL,
    email_key     TEXT    NOT NULL,             -- the buyer's address in lower case
    account       INTEGER,                      -- who placed or claimed it
    cart          BLOB    NOT NULL,             -- the key of the cart it was made of
    cart_version  INTEGER NOT NULL,
    checkout      TEXT    NOT NULL,             -- what was paid in several payments shares it
    position      INTEGER NOT NULL,
    buyer         TEXT    NOT NULL,             -- JSON, as the three below
    lines         TEXT    NOT NULL,
    totals        TEXT    NOT NULL,
    tax           TEXT    NOT NULL,
    discount_code TEXT,
    provider      TEXT    NOT NULL,
    attempt       INTEGER NOT NULL DEFAULT 0,   -- of paying
    reason        TEXT,                         -- why the last attempt failed
    version       INTEGER NOT NULL DEFAULT 0,   -- counts changes: what was learnt before another is stale
    placed_at     INTEGER NOT NULL,
    paid_at       INTEGER,
    UNIQUE (checkout, position)
) STRICT;

CREATE INDEX orders_of_account ON orders (account, placed_at);
CREATE INDEX orders_of_email ON orders (email_key, placed_at);
CREATE INDEX orders_of_cart ON orders (cart, cart_version);

-- Attempts to pay an order.
CREATE TABLE payments (
    order_id  TEXT    NOT NULL REFERENCES orders (id),
    attempt   INTEGER NOT NULL,
    provider  TEXT    NOT NULL,
    reference TEXT    NOT NULL, -- the provider's name for it
    url       TEXT    NOT NULL, -- where the customer pays
    paid      INTEGER NOT NULL DEFAULT 0, -- 1 for the attempt that paid the order
    PRIMARY KEY (order_id, attempt),
    UNIQUE (provider, reference)
) STRICT;

-- Events of providers that were acted on: each once.
CREATE TABLE provider_events (
    provider    TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (provider, event)
) STRICT;

-- The next number of each series without gaps.
CREATE TABLE series (
    name TEXT    NOT NULL PRIMARY KEY, -- order-2026, invoice-2026
    next INTEGER NOT NULL
) STRICT;

-- Invoices and credit notes, frozen.
CREATE TABLE invoices (
    number    TEXT    NOT NULL PRIMARY KEY,
    order_id  TEXT    NOT NULL REFERENCES orders (id),
    kind      TEXT    NOT NULL, -- invoice, credit_note
    data      TEXT    NOT NULL, -- JSON
    issued_at INTEGER NOT NULL
) STRICT;

CREATE INDEX invoices_of_order ON invoices (order_id);
CREATE UNIQUE INDEX one_invoice_of_order ON invoices (order_id) WHERE kind = 'invoice';

CREATE TABLE licenses (
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
    status     TEXT    NOT NULL, -- active, suspended, revoked
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER,
    UNIQUE (order_id, line, seq)
) STRICT;

CREATE INDEX licenses_of_account ON licenses (account);

CREATE TABLE subscriptions (
    order_id     TEXT    NOT NULL REFERENCES orders (id),
    line         INTEGER NOT NULL,
    account      INTEGER,
    email_key    TEXT    NOT NULL,
    provider     TEXT    NOT NULL,
    reference    TEXT,             -- the provider's name for it
    product      TEXT    NOT NULL,
    plan         TEXT    NOT NULL,
    billing      TEXT    NOT NULL,
    status       TEXT    NOT NULL, -- active, suspended, ended
    period_start INTEGER NOT NULL,
    period_end   INTEGER NOT NULL,
    PRIMARY KEY (order_id, line)
) STRICT;

-- Money given back.
CREATE TABLE refunds (
    key        TEXT    NOT NULL PRIMARY KEY, -- the idempotency key towards the provider
    order_id   TEXT    NOT NULL REFERENCES orders (id),
    line       INTEGER,                      -- none: of the order as a whole
    amount     INTEGER NOT NULL,             -- with tax
    done       INTEGER NOT NULL,             -- 0 while the provider was not asked yet
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX refunds_of_order ON refunds (order_id);

-- Payments of the sandbox: what a real provider would remember.
CREATE TABLE sandbox_payments (
    reference TEXT    NOT NULL PRIMARY KEY,
    order_id  TEXT    NOT NULL,
    amount    INTEGER NOT NULL,
    currency  TEXT    NOT NULL,
    recurring INTEGER NOT NULL, -- 1 when it begins a subscription
    state     TEXT    NOT NULL, -- open, pending, paid, failed, canceled
    refunded  INTEGER NOT NULL DEFAULT 0,
    disputed  INTEGER NOT NULL DEFAULT 0,
    done      TEXT    NOT NULL, -- where the customer goes on
    canceled  TEXT    NOT NULL
) STRICT;

CREATE TABLE sandbox_refunds (
    key       TEXT    NOT NULL PRIMARY KEY,
    reference TEXT    NOT NULL,
    amount    INTEGER NOT NULL
) STRICT;
