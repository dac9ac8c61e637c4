-- Orders, licenses and subscriptions that have an account have one that exists. They outlive it: they are then a guest's
-- again. SQLite adds a foreign key only with a new column.
DROP INDEX orders_of_account;
ALTER TABLE orders RENAME COLUMN account TO account_unchecked;
ALTER TABLE orders ADD COLUMN account INTEGER REFERENCES accounts (id) ON DELETE SET NULL; -- who placed or claimed it
UPDATE orders SET account = account_unchecked WHERE account_unchecked IN (SELECT id FROM accounts);
ALTER TABLE orders DROP COLUMN account_unchecked;
CREATE INDEX orders_of_account ON orders (account, placed_at);

DROP INDEX licenses_of_account;
ALTER TABLE licenses RENAME COLUMN account TO account_unchecked;
ALTER TABLE licenses ADD COLUMN account INTEGER REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE licenses SET account = account_unchecked WHERE account_unchecked IN (SELECT id FROM accounts);
ALTER TABLE licenses DROP COLUMN account_unchecked;
CREATE INDEX licenses_of_account ON licenses (account);

ALTER TABLE subscriptions RENAME COLUMN account TO account_unchecked;
ALTER TABLE subscriptions ADD COLUMN account INTEGER REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE subscriptions SET account = account_unchecked WHERE account_unchecked IN (SELECT id FROM accounts);
ALTER TABLE subscriptions DROP COLUMN account_unchecked;
CREATE INDEX subscriptions_of_account ON subscriptions (account);

-- For claiming what was bought as a guest.
CREATE INDEX licenses_of_email ON licenses (email_key);
CREATE INDEX subscriptions_of_email ON subscriptions (email_key);
-- For finding what a provider's subscription pays for.
CREATE INDEX subscriptions_of_reference ON subscriptions (provider, reference);

-- For deleting what was typed into checkouts that nobody finished.
CREATE INDEX checkout_drafts_changed_at ON checkout_drafts (changed_at);
-- For listing jobs that were given up.
CREATE INDEX jobs_failed ON jobs (id) WHERE state = 'failed';
