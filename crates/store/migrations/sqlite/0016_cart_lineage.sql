-- Carts whose keys followed each other: what was ordered from one of them stands in the way of the others. None where a key
-- was never followed by another.
ALTER TABLE carts ADD COLUMN lineage BLOB;
-- Whether another key took the place of this one.
ALTER TABLE carts ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));
CREATE INDEX carts_lineage ON carts (lineage);
