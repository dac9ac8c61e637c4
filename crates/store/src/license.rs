//! Licenses and subscriptions that orders brought.

use domain::order::ProviderId;
use domain::{Billing, LicenseStatus, LicenseTerms, SubscriptionStatus, Timestamp};
use sqlx::types::Json;
use sqlx::{FromRow, QueryBuilder};

use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{known, read_as};
use crate::write::Write;
use crate::{Error, Store};

/// A license as it is issued.
pub struct NewLicense<'a> {
    /// 32 hex digits; the key is derived from it.
    pub id: String,
    /// Of the order, from 0.
    pub line: i64,
    /// Among those of the line, from 0.
    pub seq: i64,
    /// SHA-256 of the key.
    pub key_hash: [u8; 32],
    pub product: &'a str,
    pub plan: &'a str,
    pub terms: &'a LicenseTerms,
    pub expires_at: Option<Timestamp>,
}

/// A license of an order.
#[derive(Clone)]
pub struct StoredLicense {
    pub id: String,
    pub order_id: String,
    pub line: i64,
    pub seq: i64,
    pub product: String,
    pub plan: String,
    pub status: LicenseStatus,
    expires_at: Option<SqlTimestamp>,
}

#[derive(FromRow)]
struct LicenseRow {
    id: String,
    order_id: String,
    line: i64,
    seq: i64,
    product: String,
    plan: String,
    status: String,
    expires_at: Option<SqlTimestamp>,
}

read_as!(StoredLicense, LicenseRow, "licenses", id: String);

impl TryFrom<LicenseRow> for StoredLicense {
    type Error = sqlx::Error;

    fn try_from(row: LicenseRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            status: known("status", &row.status)?,
            id: row.id,
            order_id: row.order_id,
            line: row.line,
            seq: row.seq,
            product: row.product,
            plan: row.plan,
            expires_at: row.expires_at,
        })
    }
}

impl StoredLicense {
    /// When it ends; none where it is for good.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at.map(Timestamp::from)
    }
}

/// A subscription as it begins.
pub struct NewSubscription<'a> {
    pub order: &'a str,
    pub line: i64,
    pub account: Option<i64>,
    pub email_key: &'a str,
    pub provider: ProviderId,
    pub reference: Option<&'a str>,
    pub product: &'a str,
    pub plan: &'a str,
    pub billing: Billing,
    pub period_start: Timestamp,
    pub period_end: Timestamp,
}

impl Store {
    /// The licenses of an order, in the order of its lines.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn licenses_of_order(&self, order: &str) -> Result<Vec<StoredLicense>, Error> {
        const SQL: &str = "SELECT id, order_id, line, seq, product, plan, status, expires_at FROM licenses \
            WHERE order_id = $1 ORDER BY line, seq";
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(order)
            .fetch_all(pool)
            .await)?)
    }

    /// The lines of an order, from 0, that a subscription still pays for.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn lines_of_subscription(
        &self,
        order: &str,
        provider: ProviderId,
        reference: &str,
    ) -> Result<Vec<i64>, Error> {
        const SQL: &str = "SELECT line FROM subscriptions \
            WHERE order_id = $1 AND provider = $2 AND reference = $3 AND status <> 'ended' ORDER BY line";
        Ok(with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(order)
            .bind(provider.as_str())
            .bind(reference)
            .fetch_all(pool)
            .await)?)
    }
}

impl Write {
    /// Issues the licenses of an order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_licenses(
        &mut self,
        order: &str,
        account: Option<i64>,
        email_key: &str,
        licenses: &[NewLicense<'_>],
        now: Timestamp,
    ) -> Result<(), Error> {
        const INTO: &str = "INSERT INTO licenses (id, order_id, line, seq, key_hash, account, email_key, product, plan, \
            terms, status, issued_at, expires_at) ";
        for rows in licenses.chunks(500) {
            with_engine!(&mut self.tx, |c| {
                let mut query = QueryBuilder::new(INTO);
                query.push_values(rows, |mut row, license| {
                    row.push_bind(&license.id)
                        .push_bind(order)
                        .push_bind(license.line)
                        .push_bind(license.seq)
                        .push_bind(&license.key_hash[..])
                        .push_bind(account)
                        .push_bind(email_key)
                        .push_bind(license.product)
                        .push_bind(license.plan)
                        .push_bind(Json(license.terms))
                        .push_bind(LicenseStatus::Active.as_str())
                        .push_bind(SqlTimestamp(now))
                        .push_bind(license.expires_at.map(SqlTimestamp));
                });
                query.build().execute(&mut **c).await?;
            });
        }
        Ok(())
    }

    /// Moves what an order brought from one status to another: all of it, or what one line brought. A license's
    /// `suspended` is a subscription's too; where it is `revoked`, the subscription is `ended`.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn transition_entitlements(
        &mut self,
        order: &str,
        line: Option<i64>,
        from: &[LicenseStatus],
        to: LicenseStatus,
    ) -> Result<(), Error> {
        const LICENSES: &str =
            "UPDATE licenses SET status = $4 WHERE order_id = $1 AND ($2 < 0 OR line = $2) AND status = $3";
        const SUBSCRIPTIONS: &str =
            "UPDATE subscriptions SET status = $4 WHERE order_id = $1 AND ($2 < 0 OR line = $2) AND status = $3";
        let line = line.unwrap_or(-1);
        with_engine!(&mut self.tx, |c| {
            for from in from {
                sqlx::query(LICENSES)
                    .bind(order)
                    .bind(line)
                    .bind(from.as_str())
                    .bind(to.as_str())
                    .execute(&mut **c)
                    .await?;
                sqlx::query(SUBSCRIPTIONS)
                    .bind(order)
                    .bind(line)
                    .bind(from.subscription_status().as_str())
                    .bind(to.subscription_status().as_str())
                    .execute(&mut **c)
                    .await?;
            }
        });
        Ok(())
    }

    /// The provider and its name for each subscription of an order of which nothing is left: every line that it pays for
    /// has ended.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn ended_subscriptions(&mut self, order: &str) -> Result<Vec<(String, String)>, Error> {
        const SQL: &str = "SELECT provider, reference FROM subscriptions WHERE order_id = $1 AND reference IS NOT NULL \
            GROUP BY provider, reference HAVING COUNT(*) = COUNT(CASE WHEN status = 'ended' THEN 1 END)";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(order)
            .fetch_all(&mut **c)
            .await)?)
    }

    /// The provider and its name for the subscription that pays for a line of an order and goes on for others of it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn shared_subscription(&mut self, order: &str, line: i64) -> Result<Option<(String, String)>, Error> {
        const SQL: &str = "SELECT own.provider, own.reference FROM subscriptions own \
            WHERE own.order_id = $1 AND own.line = $2 AND EXISTS (SELECT 1 FROM subscriptions other \
            WHERE other.order_id = own.order_id AND other.line <> own.line AND other.provider = own.provider \
            AND other.reference = own.reference AND other.status <> 'ended')";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(order)
            .bind(line)
            .fetch_optional(&mut **c)
            .await)?)
    }

    /// Begins a subscription.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_subscription(&mut self, new: &NewSubscription<'_>) -> Result<(), Error> {
        const SQL: &str = "INSERT INTO subscriptions (order_id, line, account, email_key, provider, reference, product, \
            plan, billing, status, period_start, period_end) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(new.order)
            .bind(new.line)
            .bind(new.account)
            .bind(new.email_key)
            .bind(new.provider.as_str())
            .bind(new.reference)
            .bind(new.product)
            .bind(new.plan)
            .bind(new.billing.as_str())
            .bind(SubscriptionStatus::Active.as_str())
            .bind(SqlTimestamp(new.period_start))
            .bind(SqlTimestamp(new.period_end))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
