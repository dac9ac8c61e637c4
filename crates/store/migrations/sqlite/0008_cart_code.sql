-- The discount code that the customer typed into the cart, in capitals.
ALTER TABLE carts ADD COLUMN code TEXT;
