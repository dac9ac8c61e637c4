-- 1 once the subscription that a payment of the sandbox began was ended.
ALTER TABLE sandbox_payments ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
