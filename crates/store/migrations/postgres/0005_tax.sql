-- What is owed on a digital service, by the buyer's country; a country that is not here has no tax.
CREATE TABLE tax_rates (
    country TEXT    NOT NULL PRIMARY KEY, -- ISO 3166-1
    rate    BIGINT  NOT NULL CHECK (rate BETWEEN 0 AND 10000), -- basis points
    name    TEXT    NOT NULL,             -- of the tax
    eu      BOOLEAN NOT NULL              -- whether the country is in the EU's VAT area
);

-- Standard rates of 2026. Monaco is a part of France's VAT area, the Isle of Man of the United Kingdom's.
INSERT INTO tax_rates (country, rate, name, eu) VALUES
    ('AT', 2000, 'VAT', TRUE), ('BE', 2100, 'VAT', TRUE), ('BG', 2000, 'VAT', TRUE), ('CY', 1900, 'VAT', TRUE),
    ('CZ', 2100, 'VAT', TRUE), ('DE', 1900, 'VAT', TRUE), ('DK', 2500, 'VAT', TRUE), ('EE', 2400, 'VAT', TRUE),
    ('ES', 2100, 'VAT', TRUE), ('FI', 2550, 'VAT', TRUE), ('FR', 2000, 'VAT', TRUE), ('GR', 2400, 'VAT', TRUE),
    ('HR', 2500, 'VAT', TRUE), ('HU', 2700, 'VAT', TRUE), ('IE', 2300, 'VAT', TRUE), ('IT', 2200, 'VAT', TRUE),
    ('LT', 2100, 'VAT', TRUE), ('LU', 1700, 'VAT', TRUE), ('LV', 2100, 'VAT', TRUE), ('MC', 2000, 'VAT', TRUE),
    ('MT', 1800, 'VAT', TRUE), ('NL', 2100, 'VAT', TRUE), ('PL', 2300, 'VAT', TRUE), ('PT', 2300, 'VAT', TRUE),
    ('RO', 2100, 'VAT', TRUE), ('SE', 2500, 'VAT', TRUE), ('SI', 2200, 'VAT', TRUE), ('SK', 2300, 'VAT', TRUE),
    ('CH', 810, 'VAT', FALSE), ('GB', 2000, 'VAT', FALSE), ('IM', 2000, 'VAT', FALSE);

-- Discount codes.
CREATE TABLE discounts (
    code      TEXT   NOT NULL PRIMARY KEY, -- in capitals
    kind      TEXT   NOT NULL CHECK (kind IN ('percent', 'amount')),
    value     BIGINT NOT NULL CHECK (value > 0), -- basis points, or minor units of the marketplace's currency
    products  JSONB  NOT NULL,             -- [slug]; empty is every product
    starts_at TIMESTAMPTZ,                 -- from then on
    ends_at   TIMESTAMPTZ,                 -- before then
    use_limit BIGINT,                      -- how many orders may use it
    used      BIGINT NOT NULL DEFAULT 0,   -- how many paid orders used it
    CHECK (used <= use_limit)
);
