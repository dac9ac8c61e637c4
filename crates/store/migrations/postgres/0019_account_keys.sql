-- Orders, licenses and subscriptions that have an account have one that exists. They outlive it: they are then a guest's
-- again.
UPDATE orders SET account = NULL WHERE account NOT IN (SELECT id FROM accounts);
ALTER TABLE orders ADD CONSTRAINT orders_account_fkey FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE licenses SET account = NULL WHERE account NOT IN (SELECT id FROM accounts);
ALTER TABLE licenses ADD CONSTRAINT licenses_account_fkey
    FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE SET NULL;
UPDATE subscriptions SET account = NULL WHERE account NOT IN (SELECT id FROM accounts);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_account_fkey
    FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE SET NULL;
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
