//! What the template is given: every word and number as it is printed. The template decides where it stands.

use domain::Money;
use domain::address::{Address, lines};
use domain::exchange::ConvertedTax;
use domain::invoice::{Invoice, InvoiceKind};
use domain::order::{Buyer, Seller};
use serde::Serialize;

use crate::cii::{billed, discount_name, payment_terms, supplied};
use crate::text::printable;
use crate::vat::Category;

/// `sheet.json` of the template.
#[derive(Serialize)]
pub(crate) struct Sheet {
    title: &'static str,
    number: String,
    order: String,
    issued: String,
    supplied: Option<String>,
    corrects: Option<String>,
    currency: String,
    seller: Party,
    buyer: Party,
    lines: Vec<Row>,
    /// Whether any line has a discount: else the column is left out.
    discounted: bool,
    /// From the sum of the lines to the tax.
    sums: Vec<Sum>,
    total: Sum,
    /// What was paid, what is left to pay, and the tax in the seller's currency.
    settled: Vec<Sum>,
    stamp: Option<Stamp>,
    notes: Vec<String>,
    /// Families of the system's fonts that are asked after ours.
    pub fonts: Vec<String>,
}

#[derive(Serialize)]
struct Party {
    name: String,
    address: Vec<String>,
    email: String,
    /// `VAT ID …` or `Tax number …`.
    tax_id: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    note: Option<&'static str>,
    quantity: u32,
    unit: String,
    discount: String,
    net: String,
}

#[derive(Serialize)]
struct Sum {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct Stamp {
    word: &'static str,
    day: String,
    method: String,
}

/// Writes for the page, and remembers whether a letter had to be replaced.
struct Pen<F> {
    covers: F,
    replaced: bool,
}

impl<F: Fn(&str) -> bool> Pen<F> {
    fn write(&mut self, text: &str) -> String {
        let (text, replaced) = printable(text, &self.covers);
        self.replaced |= replaced;
        text
    }

    fn seller(&mut self, seller: &Seller) -> Party {
        let address = Address {
            name: "",
            company: "",
            street: &seller.street,
            city: &seller.city,
            postal_code: &seller.postal_code,
            region: "",
            country: seller.country,
        };
        Party {
            name: self.write(&seller.name),
            address: self.address(&address),
            email: self.write(&seller.email),
            tax_id: self.tax_id(seller.vat_id.as_deref(), seller.tax_number.as_deref()),
        }
    }

    fn buyer(&mut self, buyer: &Buyer) -> Party {
        let company = buyer.company.as_deref().map(|company| self.write(company));
        let company = company.filter(|company| !company.is_empty());
        let name = self.write(&buyer.name);
        // The head of the block is the company, or the person where there is none.
        let (name, person) = match &company {
            Some(company) => (company.clone(), buyer.name.as_str()),
            None => (name, ""),
        };
        let address = Address {
            name: person,
            company: "",
            ..buyer.address()
        };
        Party {
            name,
            address: self.address(&address),
            email: self.write(&buyer.email),
            tax_id: self.tax_id(buyer.vat_id.as_deref(), None),
        }
    }

    fn tax_id(&mut self, vat_id: Option<&str>, tax_number: Option<&str>) -> Option<String> {
        match (vat_id, tax_number) {
            (Some(id), _) => Some(format!("VAT ID {}", self.write(id))),
            (None, Some(number)) => Some(format!("Tax number {}", self.write(number))),
            (None, None) => None,
        }
    }

    /// The lines below the name, in the order of the address's country. What shows nothing is none of its parts.
    fn address(&mut self, address: &Address<'_>) -> Vec<String> {
        let mut seen = |text| if self.write(text).is_empty() { "" } else { text };
        let seen = Address {
            name: seen(address.name),
            street: seen(address.street),
            city: seen(address.city),
            postal_code: seen(address.postal_code),
            region: seen(address.region),
            ..*address
        };
        lines(&seen).iter().map(|line| self.write(line)).collect()
    }
}

/// The sheet of an invoice; `covers` says of a letter with its marks whether one font draws it.
pub(crate) fn sheet(invoice: &Invoice, covers: impl Fn(&str) -> bool) -> Sheet {
    let mut pen = Pen {
        covers,
        replaced: false,
    };
    let totals = &invoice.totals;
    let money = |minor: i64| Money::new(minor, totals.currency).to_string();
    let (title, total) = match invoice.kind {
        InvoiceKind::Invoice => ("Invoice", "Total"),
        InvoiceKind::CreditNote => ("Credit note", "Total credited"),
    };
    let lines = invoice
        .lines
        .iter()
        .map(|line| Row {
            name: pen.write(&line.name),
            note: billed(line.billing),
            quantity: line.quantity,
            unit: money(line.unit),
            discount: less(&money, line.discount),
            net: money(line.net),
        })
        .collect();
    let mut sheet = Sheet {
        title,
        number: pen.write(&invoice.number),
        order: pen.write(&invoice.order_number),
        issued: invoice.issued_on().to_string(),
        supplied: supplied(invoice).map(|day| day.to_string()),
        corrects: invoice.corrects.as_deref().map(|number| pen.write(number)),
        currency: totals.currency.code().to_owned(),
        seller: pen.seller(&invoice.seller),
        buyer: pen.buyer(&invoice.buyer),
        lines,
        discounted: invoice.lines.iter().any(|line| line.discount > 0),
        sums: sums(invoice, &mut pen, &money),
        total: Sum::new(total, money(totals.total)),
        settled: settled(invoice, &mut pen, &money),
        stamp: stamp(invoice, &mut pen),
        notes: Vec::new(),
        fonts: Vec::new(),
    };
    sheet.notes = notes(invoice, &mut pen);
    sheet
}

fn sums<F: Fn(&str) -> bool>(invoice: &Invoice, pen: &mut Pen<F>, money: &impl Fn(i64) -> String) -> Vec<Sum> {
    let totals = &invoice.totals;
    let mut sums = Vec::new();
    if totals.discount > 0 {
        sums.push(Sum::new("Subtotal", money(totals.list)));
        sums.push(Sum::new(
            pen.write(&discount_name(invoice)),
            less(money, totals.discount),
        ));
    }
    sums.push(Sum::new("Net amount", money(totals.net)));
    sums.push(Sum::new(pen.write(&invoice.tax.label), money(totals.tax)));
    sums
}

fn settled<F: Fn(&str) -> bool>(invoice: &Invoice, pen: &mut Pen<F>, money: &impl Fn(i64) -> String) -> Vec<Sum> {
    let mut settled = payment(invoice, pen, money);
    if let Some(ConvertedTax { tax, .. }) = &invoice.converted_tax {
        let label = pen.write(&format!("{} in {}", invoice.tax.label, tax.currency));
        settled.push(Sum::new(label, tax.to_string()));
    }
    settled
}

fn payment<F: Fn(&str) -> bool>(invoice: &Invoice, pen: &mut Pen<F>, money: &impl Fn(i64) -> String) -> Vec<Sum> {
    let total = invoice.totals.total;
    let (done, left) = match invoice.kind {
        InvoiceKind::Invoice => ("Paid", "Amount due"),
        InvoiceKind::CreditNote => ("Refunded", "To be refunded"),
    };
    if invoice.paid_at.is_none() {
        return vec![Sum::new(left, money(total))];
    }
    let by = pen.write(&invoice.paid_by);
    let done = if by.is_empty() || total == 0 {
        done.to_owned()
    } else {
        format!("{done} ({by})")
    };
    vec![Sum::new(done, less(money, total)), Sum::new(left, money(0))]
}

fn stamp<F: Fn(&str) -> bool>(invoice: &Invoice, pen: &mut Pen<F>) -> Option<Stamp> {
    let paid_on = invoice.paid_on()?;
    Some(Stamp {
        word: match invoice.kind {
            InvoiceKind::Invoice => "Paid",
            InvoiceKind::CreditNote => "Refunded",
        },
        day: paid_on.to_string(),
        method: if invoice.totals.total == 0 {
            "Nothing to pay".to_owned()
        } else {
            pen.write(&invoice.paid_by)
        },
    })
}

fn notes<F: Fn(&str) -> bool>(invoice: &Invoice, pen: &mut Pen<F>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(exemption) = Category::of(&invoice.tax).exemption() {
        notes.push(exemption.sentence.to_owned());
    }
    if let Some(converted) = &invoice.converted_tax {
        notes.push(pen.write(&converted.sentence()));
    }
    if invoice.paid_at.is_none() {
        notes.push(pen.write(&payment_terms(invoice)));
    }
    if pen.replaced {
        notes.push(
            "Some characters cannot be printed and are shown as □; the attached factur-x.xml has them in full."
                .to_owned(),
        );
    }
    notes
}

impl Sum {
    fn new(label: impl Into<String>, value: String) -> Self {
        let label = label.into();
        Self { label, value }
    }
}

/// An amount that is taken off, with a true minus sign; nothing is nothing.
fn less(money: &impl Fn(i64) -> String, minor: i64) -> String {
    match minor {
        0 => money(0),
        minor => format!("\u{2212}{}", money(minor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn addresses_are_in_the_order_of_their_country() {
        let block = |invoice: &Invoice| sheet(invoice, |_| true).buyer.address;
        let american = samples::out_of_scope();
        assert_eq!(
            block(&american),
            [
                "548 Market Street, Suite 95879",
                "San Francisco, CA 94104",
                "United States"
            ]
        );
        let french = samples::reverse_charge();
        assert_eq!(
            block(&french),
            ["Amélie Lefèvre", "12 rue de l’Échiquier", "75010 Paris", "France"]
        );
        // What shows nothing leaves nothing behind.
        let mut odd = american;
        (odd.buyer.region, odd.buyer.postal_code) = (Some("\u{feff}".to_owned()), "\u{202e}".to_owned());
        assert_eq!(block(&odd)[1], "San Francisco");
        // Letters that no font has are replaced, also those of a region that is written in its own script.
        let mut local = samples::out_of_scope();
        local.buyer.country = "JP".parse().expect("a country");
        (local.buyer.city, local.buyer.region) = ("千代田区".to_owned(), Some("Tokyo".to_owned()));
        let lines = sheet(&local, str::is_ascii).buyer.address;
        assert!(lines.iter().all(|line| !line.contains(['東', '千', '〒'])), "{lines:?}");
    }
}
