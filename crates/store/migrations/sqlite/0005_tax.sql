-- What is owed on a digital service, by the buyer's country; a country that is not here has no tax.
CREATE TABLE tax_rates (
    country TEXT    NOT NULL PRIMARY KEY, -- ISO 3166-1
    rate    INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000), -- basis points
    name    TEXT    NOT NULL,             -- of the tax
    eu      INTEGER NOT NULL              -- whether the country is in the EU's VAT area
) STRICT;

-- Standard rates of 2026. Monaco is a part of France's VAT area, the Isle of Man of the United Kingdom's.
INSERT INTO tax_rates (country, rate, name, eu) VALUES
    ('AT', 2000, 'VAT', 1), ('BE', 2100, 'VAT', 1), ('BG', 2000, 'VAT', 1), ('CY', 1900, 'VAT', 1),
    ('CZ', 2100, 'VAT', 1), ('DE', 1900, 'VAT', 1), ('DK', 2500, 'VAT', 1), ('EE', 2400, 'VAT', 1),
    ('ES', 2100, 'VAT', 1), ('FI', 2550, 'VAT', 1), ('FR', 2000, 'VAT', 1), ('GR', 2400, 'VAT', 1),
    ('HR', 2500, 'VAT', 1), ('HU', 2700, 'VAT', 1), ('IE', 2300, 'VAT', 1), ('IT', 2200, 'VAT', 1),
    ('LT', 2100, 'VAT', 1), ('LU', 1700, 'VAT', 1), ('LV', 2100, 'VAT', 1), ('MC', 2000, 'VAT', 1),
    ('MT', 1800, 'VAT', 1), ('NL', 2100, 'VAT', 1), ('PL', 2300, 'VAT', 1), ('PT', 2300, 'VAT', 1),
    ('RO', 2100, 'VAT', 1), ('SE', 2500, 'VAT', 1), ('SI', 2200, 'VAT', 1), ('SK', 2300, 'VAT', 1),
    ('CH', 810, 'VAT', 0), ('GB', 2000, 'VAT', 0), ('IM', 2000, 'VAT', 0);

-- Discount codes.
CREATE TABLE discounts (
    code      TEXT    NOT NULL PRIMARY KEY, -- in capitals
    kind      TEXT    NOT NULL CHECK (kind IN ('percent', 'amount')),
    value     INTEGER NOT NULL CHECK (value > 0), -- basis points, or minor units of the marketplace's currency
    products  TEXT    NOT NULL,             -- JSON: [slug]; empty is every product
    starts_at INTEGER,                      -- microseconds; from then on
    ends_at   INTEGER,                      -- microseconds; before then
    use_limit INTEGER,                      -- how many orders may use it
    used      INTEGER NOT NULL DEFAULT 0,   -- how many paid orders used it
    CHECK (used <= use_limit)
) STRICT;
