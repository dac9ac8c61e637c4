-- What one euro buys of a currency: by it invoices state their tax in the seller's currency. An invoice keeps the rate
-- that it was converted at; here is the last one.
CREATE TABLE exchange_rates (
    currency TEXT    NOT NULL PRIMARY KEY, -- ISO 4217, never EUR
    per_euro BIGINT  NOT NULL CHECK (per_euro > 0), -- in millionths
    day      TEXT    NOT NULL,             -- when it was published: 2026-01-30
    source   TEXT    NOT NULL              -- by whom
);
