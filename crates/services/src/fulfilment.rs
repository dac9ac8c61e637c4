//! Completing an order: one transaction gives it its number, invoice, licenses, subscriptions and downloads, takes what
//! was bought out of the cart, and writes the jobs that follow.

use domain::account::email_key;
use domain::invoice::{Invoice, InvoiceKind, InvoiceLine};
use domain::order::ProviderId;
use domain::{Billing, Timestamp};
use payments::Payment;
use sha2::{Digest as _, Sha256};
use store::{NewLicense, NewSubscription, StoredOrder, Write};

use crate::mail::EmailJob;
use crate::{Internal, Orders, Signer};

impl Orders {
    /// Completes an order that is locked and unpaid. The caller saves.
    pub(crate) async fn complete(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        payment: &Payment,
    ) -> Result<(), Internal> {
        let now = self.shared.clock.now();
        let order = &stored.order;
        self.grant(write, stored, payment, now).await?;
        if let Some(code) = &order.discount_code
            && !write.has_used_discount(stored, code).await?
            && !write.use_discount(code).await?
        {
            // Two customers took the last use at once: both were promised the price, both get it.
            tracing::warn!(
                code,
                order = order.id,
                "a discount code was used more often than its limit"
            );
        }
        let cart = cart_key(&stored.cart)?;
        write.remove_bought(&cart, &order.lines, now).await?;
        write.delete_checkout_form(&cart).await?;
        self.push_email(
            write,
            &EmailJob::OrderPaid {
                order: order.id.clone(),
            },
            &format!("paid:{}", order.id),
        )
        .await?;
        // The numbers last: others wait for their series from here on.
        let utc_offset = self.shared.settings.time_zone.offset(now);
        let today = now.on(utc_offset);
        let year = today.year();
        let converted_tax = self.converted_tax(write, &order.tax, &order.totals, today).await?;
        let count = write.next_of_series(&format!("order-{year}")).await?;
        let number = format!("M-{year}-{count:06}");
        write.set_order_paid(&order.id, &number, now).await?;
        let count = write.next_of_series(&format!("invoice-{year}")).await?;
        let invoice = Invoice {
            number: format!("{year}-{count:06}"),
            kind: InvoiceKind::Invoice,
            issued_at: now,
            utc_offset,
            seller: self.shared.settings.seller.clone(),
            buyer: order.buyer.clone(),
            order_number: number,
            corrects: None,
            lines: order.lines.iter().map(InvoiceLine::from).collect(),
            totals: order.totals,
            tax: order.tax.clone(),
            discount_code: order.discount_code.clone(),
            paid_at: Some(now),
            paid_by: payment.method.clone(),
            converted_tax,
        };
        write.put_invoice(&order.id, &invoice).await?;
        Ok(())
    }

    /// Issues the licenses, begins the subscriptions and opens the downloads.
    async fn grant(
        &self,
        write: &mut Write,
        stored: &StoredOrder,
        payment: &Payment,
        now: Timestamp,
    ) -> Result<(), Internal> {
        let order = &stored.order;
        let email_key = email_key(&order.buyer.email);
        let mut licenses = Vec::new();
        for (line, at) in order.lines.iter().zip(0_i64..) {
            let months = match line.billing {
                Billing::OneTime => None,
                Billing::Monthly => Some(1),
                Billing::Yearly => Some(12),
            };
            let expires_at = match (months, line.license.duration_days) {
                (None, Some(days)) => Some(now.plus_days(days)),
                // Nobody took a way to pay, so nothing renews: what was given ends with its period.
                (Some(months), _) if order.provider == ProviderId::Free => Some(now.plus_months(months)),
                _ => None,
            };
            for seq in 0..i64::from(line.quantity) {
                let id = self.shared.secrets.token();
                licenses.push(NewLicense {
                    key_hash: Sha256::digest(license_key(&self.shared.signer, &id)).into(),
                    id,
                    line: at,
                    seq,
                    product: line.product.as_str(),
                    plan: line.plan.as_str(),
                    terms: &line.license,
                    expires_at,
                });
            }
            let Some(months) = months.filter(|_| order.provider != ProviderId::Free) else {
                continue;
            };
            let subscription = NewSubscription {
                order: &order.id,
                line: at,
                account: order.account,
                email_key: &email_key,
                provider: order.provider,
                reference: payment.subscription.as_deref(),
                product: line.product.as_str(),
                plan: line.plan.as_str(),
                billing: line.billing,
                period_start: now,
                period_end: now.plus_months(months),
            };
            write.put_subscription(&subscription).await?;
        }
        write
            .put_licenses(&order.id, order.account, &email_key, &licenses, now)
            .await?;
        for (i, line) in order.lines.iter().enumerate() {
            // Two plans of a product open its downloads once.
            if !order.lines[..i].iter().any(|other| other.product == line.product) {
                write.grant_download(&order.id, &line.product, now).await?;
            }
        }
        Ok(())
    }
}

/// The key of a license, as its owner sees it: 125 bits in five groups of Crockford's base 32
/// (https://www.crockford.com/base32.html). It is derived, so that the database need not hold it.
pub(crate) fn license_key(signer: &Signer, id: &str) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = signer.derive("license", id);
    let mut key = String::with_capacity(29);
    for group in 0..5 {
        if group > 0 {
            key.push('-');
        }
        for digit in 0..5 {
            // Five bits each, the high ones first.
            let bit = (group * 5 + digit) * 5;
            let pair = u16::from_be_bytes([bytes[bit / 8], bytes[bit / 8 + 1]]);
            let five = (pair >> (11 - bit % 8)) & 31;
            key.push(char::from(DIGITS[usize::from(five)]));
        }
    }
    key
}

pub(crate) fn cart_key(bytes: &[u8]) -> Result<[u8; 32], Internal> {
    bytes
        .try_into()
        .map_err(|_| Internal::from("a cart's key has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_license_key_is_derived_and_readable() {
        let signer = Signer::new(b"secret");
        let key = license_key(&signer, "0123456789abcdef0123456789abcdef");
        assert_eq!(key, license_key(&signer, "0123456789abcdef0123456789abcdef"));
        assert_ne!(key, license_key(&signer, "0123456789abcdef0123456789abcdee"));
        let groups: Vec<_> = key.split('-').collect();
        assert_eq!(groups.len(), 5);
        for group in groups {
            assert!(group.len() == 5 && !group.contains(['I', 'L', 'O', 'U']), "{key}");
        }
    }
}
