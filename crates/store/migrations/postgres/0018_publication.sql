-- For finding the product that is published next.
CREATE INDEX products_published_at ON products (published_at);
