-- Discount codes that unpaid orders hold are counted each time one is typed.
CREATE INDEX orders_of_code ON orders (discount_code, status, checkout) WHERE discount_code IS NOT NULL;
-- Orders that were left open are given up.
CREATE INDEX orders_open ON orders (placed_at) WHERE status = 'open';
