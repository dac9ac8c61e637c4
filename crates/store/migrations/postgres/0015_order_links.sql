-- Counts how often the links to an order were made void: a link of an earlier count opens it no more.
ALTER TABLE orders ADD COLUMN link_version BIGINT NOT NULL DEFAULT 0;
-- Until when an open order holds a use of its discount code; none where the code has no limit.
ALTER TABLE orders ADD COLUMN code_held_until TIMESTAMPTZ;
-- Those that are open can be paid for a week, and nothing closes them sooner.
UPDATE orders SET code_held_until = placed_at + INTERVAL '7 days' WHERE discount_code IS NOT NULL AND status = 'open';
