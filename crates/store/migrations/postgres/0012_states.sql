-- The keys of the last changes of a cart: JSON, [key]. A change that is sent again is known by its key.
ALTER TABLE carts ADD COLUMN keys JSONB NOT NULL DEFAULT '[]';

-- States are among those that the program knows.
ALTER TABLE jobs ADD CONSTRAINT jobs_state CHECK (state IN ('waiting', 'running', 'done', 'failed'));
ALTER TABLE download_grants ADD CONSTRAINT download_grants_state CHECK (state IN ('open', 'suspended', 'revoked'));
ALTER TABLE licenses ADD CONSTRAINT licenses_status CHECK (status IN ('active', 'suspended', 'revoked'));
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_status CHECK (status IN ('active', 'suspended', 'ended'));
