-- When what a product's page shows last changed, and the hash by which a change is seen.
ALTER TABLE products ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE products ADD COLUMN content BLOB;
UPDATE products SET changed_at = published_at;
