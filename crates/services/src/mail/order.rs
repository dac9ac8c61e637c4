//! What the letters about an order need to know of it.

use domain::invoice::{Invoice, InvoiceKind};
use domain::{LicenseStatus, Money};

use super::{EmailDownload, EmailLicense, OrderEmail};
use crate::fulfilment::license_key;
use crate::{Internal, Orders};

impl Orders {
    /// What the letters about an order need, and its invoice and credit notes; none where there is no such order.
    pub(crate) async fn letter(&self, id: &str) -> Result<Option<(OrderEmail, Vec<Invoice>)>, Internal> {
        let Some(stored) = self.shared.store.order(id).await? else {
            return Ok(None);
        };
        let public_url = &self.shared.settings.public_url;
        let link = format!("{public_url}{}", self.own_path(&stored));
        let licenses = self.shared.store.licenses_of_order(id).await?;
        let active = licenses
            .iter()
            .filter(|license| license.status == LicenseStatus::Active);
        let licenses = active.filter_map(|license| {
            let line = stored.order.lines.get(usize::try_from(license.line).ok()?)?;
            Some(EmailLicense {
                of: format!("{} ({})", line.title, line.plan_name),
                key: license_key(&self.shared.signer, &license.id),
            })
        });
        let downloads = self.downloads(&stored.order, None).await?.into_iter();
        let downloads = downloads.map(|(_, view)| EmailDownload {
            name: view.file,
            link: format!("{public_url}{}", view.url),
        });
        let invoices = self.shared.store.invoices_of_order(id).await?;
        let invoice = invoices.iter().find(|invoice| invoice.kind == InvoiceKind::Invoice);
        let letter = OrderEmail {
            link,
            payable: stored.order.is_payable(self.shared.clock.now()),
            licenses: licenses.collect(),
            downloads: downloads.collect(),
            invoice: invoice.map(|invoice| invoice.number.clone()),
            attachments: Vec::new(),
            placed_on: self.day(stored.order.placed_at),
            agreed_on: stored.order.consent.as_ref().map(|consent| self.day(consent.at)),
            order: stored.order,
        };
        Ok(Some((letter, invoices)))
    }

    /// What a credit note of an order gave back.
    pub(crate) async fn amount_of(&self, id: &str, credit_note: &str) -> Result<Option<Money>, Internal> {
        let invoices = self.shared.store.invoices_of_order(id).await?;
        let note = invoices.iter().find(|invoice| invoice.number == credit_note);
        Ok(note.map(|note| note.totals.total()))
    }
}
