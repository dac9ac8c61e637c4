-- The buyer's consent to immediate delivery: JSON; none where their country asks for none.
ALTER TABLE orders ADD COLUMN consent JSONB;
