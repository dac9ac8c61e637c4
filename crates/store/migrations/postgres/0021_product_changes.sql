-- When what a product's page shows last changed, and the hash by which a change is seen.
ALTER TABLE products ADD COLUMN changed_at timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE products ADD COLUMN content bytea;
UPDATE products SET changed_at = published_at;
