-- Carts whose keys followed each other: what was ordered from one of them stands in the way of the others. None where a key
-- was never followed by another.
ALTER TABLE carts ADD COLUMN lineage BYTEA;
-- Whether another key took the place of this one.
ALTER TABLE carts ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX carts_lineage ON carts (lineage);
