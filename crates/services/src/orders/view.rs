//! What an order's page shows.

use domain::account::email_key;
use domain::invoice::{Invoice, InvoiceKind};
use domain::order::{Order, OrderStatus};
use domain::{Developer, LicenseStatus, Money, Slug};
use store::{StoredLicense, StoredOrder, StoredRefund};
use views::order::{DownloadView, InvoiceLink, OrderView, OrderViewLine, Support};

use super::{Access, Orders};
use crate::fulfilment::license_key;
use crate::mail::EmailJob;
use crate::rate_limits::RateLimitKey;
use crate::{Internal, Limit, LimitError};

/// How many orders an account's page lists.
const LISTED: i64 = 1_000;
/// A new link is mailed once in so many seconds: numbers can be guessed, and nobody shall be flooded.
const LINK_EVERY: i64 = 6 * 3_600;

impl Orders {
    /// The page of an order, by its number or id. One that is not paid yet is asked about at its provider first. None
    /// where there is none, or none that the request may see.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn view(&self, name: &str, access: Access<'_>) -> Result<Option<OrderView>, Internal> {
        let Some(mut stored) = self.find(name, access).await? else {
            return Ok(None);
        };
        if matches!(stored.order.status, OrderStatus::Open | OrderStatus::Pending) {
            self.refresh_for(&stored.order, access).await;
            stored = self
                .shared
                .store
                .order(&stored.order.id)
                .await?
                .ok_or("an order vanished")?;
        }
        Ok(Some(self.show(stored, access).await?))
    }

    /// Asks how an order stands because somebody looks at it; one whose time to pay is over is given up. Too often in a
    /// row, and the page shows what is known.
    pub(crate) async fn refresh_for(&self, order: &Order, access: Access<'_>) {
        let (limiter, id) = (&self.shared.limiter, order.id.as_str());
        match limiter.check(&Limit::PAYMENT_REFRESH, access.network, id).await {
            Ok(()) if order.status == OrderStatus::Open && !order.is_in_time(self.shared.clock.now()) => {
                if let Err(error) = self.abandon(id, OrderStatus::Failed).await {
                    tracing::warn!(%error, order = id, "an old order cannot be given up");
                }
            }
            Ok(()) => self.refresh(id).await,
            Err(LimitError::TooMany(_)) => {}
            Err(LimitError::Internal(error)) => tracing::warn!(%error, order = id, "a look cannot be counted"),
        }
    }

    /// Asks the provider of an order that is not paid yet. A provider that does not answer changes nothing.
    async fn refresh(&self, id: &str) {
        match self.shared.store.payment_of_order(id).await {
            Ok(Some(payment)) => {
                if let Err(error) = self.settle(&payment).await {
                    tracing::warn!(%error, order = id, "a payment cannot be asked about");
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, order = id, "a payment cannot be looked up"),
        }
    }

    /// The customer is back from the provider: the path where they go on.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn returned(&self, id: &str, access: Access<'_>) -> Result<Option<String>, Internal> {
        let Some(stored) = self.find(id, access).await? else {
            return Ok(None);
        };
        self.refresh_for(&stored.order, access).await;
        let stored = self
            .shared
            .store
            .order(&stored.order.id)
            .await?
            .ok_or("an order vanished")?;
        Ok(Some(match self.link_key(access, &stored) {
            Some(key) => self.path_by(&stored, Some(key)),
            None => self.path(&stored, false),
        }))
    }

    /// The orders of an account, the newest first.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn of_account(&self, account: i64) -> Result<Vec<Order>, Internal> {
        let stored = self.shared.store.orders_of_account(account, LISTED).await?;
        Ok(stored.into_iter().map(|stored| stored.order).collect())
    }

    /// The path of an account's newest order that still entitles to a product: it is paid, and a license or a download of
    /// it stands.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn owned(&self, account: i64, product: &str) -> Result<Option<String>, Internal> {
        // No other text names a product, and PostgreSQL takes no NUL.
        if product.parse::<Slug>().is_err() {
            return Ok(None);
        }
        let now = self.shared.clock.now();
        let number = self.shared.store.owned_order(account, product, now).await?;
        Ok(number.map(|number| format!("/orders/{number}")))
    }

    /// Mails a new link to an order's buyer, whoever asks; nothing tells whether there is such an order.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn mail_link(&self, name: &str) -> Result<(), Internal> {
        let Some(stored) = self.shared.store.order_by_number_or_id(name).await? else {
            return Ok(());
        };
        // Quietly: the answer tells nothing of the order, nor of its buyer's address.
        let address = email_key(&stored.order.buyer.email);
        let of_address = [(&Limit::ORDER_MAIL, RateLimitKey::Subject(&address))];
        match self.shared.limiter.check_all(&of_address).await {
            Ok(()) => {}
            Err(LimitError::TooMany(_)) => return Ok(()),
            Err(LimitError::Internal(error)) => return Err(error),
        }
        let id = &stored.order.id;
        let slot = self.shared.clock.now().as_seconds() / LINK_EVERY;
        let mut write = self.shared.store.write().await?;
        self.push_email(
            &mut write,
            &EmailJob::OrderLink { order: id.clone() },
            &format!("link:{id}:{slot}"),
        )
        .await?;
        Ok(write.save().await?)
    }

    /// An invoice or credit note of an order, by its number.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn invoice(&self, name: &str, number: &str, access: Access<'_>) -> Result<Option<Invoice>, Internal> {
        let Some(stored) = self.find(name, access).await? else {
            return Ok(None);
        };
        let invoices = self.shared.store.invoices_of_order(&stored.order.id).await?;
        Ok(invoices
            .into_iter()
            .find(|invoice| invoice.number.eq_ignore_ascii_case(number)))
    }

    async fn show(&self, stored: StoredOrder, access: Access<'_>) -> Result<OrderView, Internal> {
        let store = &self.shared.store;
        let order = &stored.order;
        let owned = access.owns(order);
        let key = self.link_key(access, &stored).map(str::to_owned);
        let licenses = store.licenses_of_order(&order.id).await?;
        let mut refunds = store.refunds_of_order(&order.id).await?;
        refunds.retain(StoredRefund::is_done);
        let invoices = store.invoices_of_order(&order.id).await?;
        let paid_by = invoices.first().map(|invoice| invoice.paid_by.clone());
        let paid_on = invoices.first().and_then(Invoice::paid_on);
        let day = |at| self.shared.settings.time_zone.day(at);
        let name = order.number.as_ref().unwrap_or(&order.id);
        let links = invoices.iter().map(|invoice| InvoiceLink {
            number: invoice.number.clone(),
            credit_note: invoice.kind == InvoiceKind::CreditNote,
            url: with_key(
                format!("/orders/{name}/invoices/{}.pdf", invoice.number),
                key.as_deref(),
            ),
        });
        let mut downloads = self.downloads(order, order.account.filter(|_| owned)).await?;
        let developers = store.developers_of_order(&order.id).await?;
        let lines = order.lines.iter().zip(0_i64..).map(|(line, at)| OrderViewLine {
            product: line.product.clone(),
            title: line.title.clone(),
            plan_name: line.plan_name.clone(),
            billing: line.billing,
            quantity: line.quantity,
            list: Money::new(line.net + line.discount, order.totals.currency),
            refunded: order.status == OrderStatus::Refunded || refunds.iter().any(|r| r.line == Some(at)),
            licenses: self.keys(&licenses, at),
            expires_at: licenses
                .iter()
                .find(|l| l.line == at)
                .and_then(StoredLicense::expires_at),
            // Under the first line of their product.
            downloads: extract(&mut downloads, line.product.as_str()),
            support: support(&developers, line.product.as_str()),
        });
        Ok(OrderView {
            id: order.id.clone(),
            number: order.number.clone(),
            status: order.status,
            reason: stored.reason.clone(),
            billed_to: domain::address::lines(&order.buyer.address()),
            buyer: order.buyer.clone(),
            lines: lines.collect(),
            totals: order.totals,
            refunded: Money::new(
                refunds.iter().map(|refund: &StoredRefund| refund.amount).sum(),
                order.totals.currency,
            ),
            tax: order.tax.clone(),
            discount_code: order.discount_code.clone(),
            paid_by: paid_by.unwrap_or_default(),
            consent: order.consent.clone(),
            placed_at: order.placed_at,
            paid_at: order.paid_at,
            paid_on: paid_on.or(order.paid_at.map(day)),
            agreed_on: order.consent.as_ref().map(|consent| day(consent.at)),
            invoices: links.collect(),
            address: with_key(format!("/orders/{name}"), key.as_deref()),
            next: self.next(&stored, self.opening_key(access, &stored)).await?,
            key,
            payable: order.is_payable(self.shared.clock.now()),
            guest: order.account.is_none() && access.account.is_none(),
            seller_email: self.shared.settings.seller.email.clone(),
        })
    }

    /// The next order of the checkout that waits to be paid: its page, what it comes to, and how many wait.
    async fn next(&self, stored: &StoredOrder, key: Option<&str>) -> Result<Option<(String, Money, usize)>, Internal> {
        let all = self.shared.store.orders_of_checkout(&stored.checkout).await?;
        let now = self.shared.clock.now();
        let waits = |other: &&StoredOrder| other.order.id != stored.order.id && other.order.is_payable(now);
        let waiting: Vec<_> = all.iter().filter(waits).collect();
        Ok(waiting
            .first()
            .map(|other| (self.path_by(other, key), other.order.totals.total(), waiting.len())))
    }

    fn keys(&self, licenses: &[StoredLicense], line: i64) -> Vec<(String, LicenseStatus)> {
        let of_line = licenses.iter().filter(|license| license.line == line);
        of_line
            .map(|license| (license_key(&self.shared.signer, &license.id), license.status))
            .collect()
    }

    /// The files that an order opens, each with the slug of its product; by links for one account alone, or for whoever
    /// has them.
    pub(crate) async fn downloads(
        &self,
        order: &Order,
        account: Option<i64>,
    ) -> Result<Vec<(String, DownloadView)>, Internal> {
        let mut all = Vec::new();
        for grant in self.shared.store.grants_of_order(&order.id).await? {
            if grant.is_blocked() {
                continue;
            }
            for release in self.shared.releases.for_product(&grant.product).await? {
                let view = DownloadView {
                    file: release.file.clone(),
                    version: release.version.clone(),
                    size: release.size,
                    sha256: release.sha256.clone(),
                    notes: release.notes.clone(),
                    url: self.shared.releases.link(&grant, &release, account),
                };
                all.push((grant.product.clone(), view));
            }
        }
        Ok(all)
    }
}

pub(super) fn with_key(path: String, key: Option<&str>) -> String {
    match key {
        Some(key) => format!("{path}?key={key}"),
        None => path,
    }
}

/// Who helps with a product of an order.
fn support(developers: &[(String, Developer)], product: &str) -> Option<Support> {
    let (_, developer) = developers.iter().find(|(slug, _)| slug == product)?;
    Some(Support {
        name: developer.name.clone(),
        website: developer.website.clone(),
        email: developer.support_email.clone(),
    })
}

fn extract(downloads: &mut Vec<(String, DownloadView)>, product: &str) -> Vec<DownloadView> {
    let (of_product, others) = std::mem::take(downloads).into_iter().partition(|(p, _)| p == product);
    *downloads = others;
    let of_product: Vec<(String, DownloadView)> = of_product;
    of_product.into_iter().map(|(_, view)| view).collect()
}
