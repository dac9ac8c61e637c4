//! An invoice as UN/CEFACT Cross Industry Invoice (D22B), profile EN 16931. Numbers such as BT-31 and BR-O-02 are
//! the standard's terms and rules; elements stand in the order its schema wants.

use domain::invoice::{Invoice, InvoiceKind, InvoiceLine};
use domain::order::{Buyer, Seller};
use domain::{Billing, Country, Day, Money};

use crate::text::clean;
use crate::vat::Category;
use crate::xml::Xml;

const NAMESPACES: &[(&str, &str)] = &[
    (
        "xmlns:rsm",
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    ),
    (
        "xmlns:ram",
        "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    ),
    (
        "xmlns:udt",
        "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    ),
];

/// Each of a thing (UN/ECE recommendation 20).
const PIECE: &str = "C62";

/// The invoice as XML, in UTF-8.
///
/// It keeps the rules of EN 16931 if the invoice does: a taxed or reversed charge needs the seller's VAT id or tax number
/// (BR-S-02, BR-AE-02), a reversed one the buyer's VAT id too, and no currency may have three decimals (BR-DEC-…). The
/// program does not start with a seller or a currency that would break them.
pub fn xml(invoice: &Invoice) -> String {
    let category = Category::of(&invoice.tax);
    Xml::document("rsm:CrossIndustryInvoice", NAMESPACES, |x| {
        x.element("rsm:ExchangedDocumentContext", |x| {
            x.element("ram:GuidelineSpecifiedDocumentContextParameter", |x| {
                x.text("ram:ID", "urn:cen.eu:en16931:2017"); // BT-24
            });
        });
        header(x, invoice);
        x.element("rsm:SupplyChainTradeTransaction", |x| {
            for (i, line) in invoice.lines.iter().enumerate() {
                line_item(x, invoice, category, i + 1, line);
            }
            x.element("ram:ApplicableHeaderTradeAgreement", |x| {
                seller(x, &invoice.seller, category);
                buyer(x, &invoice.buyer, category);
                x.element("ram:SellerOrderReferencedDocument", |x| {
                    required(x, "ram:IssuerAssignedID", &invoice.order_number); // BT-14
                });
            });
            x.element("ram:ApplicableHeaderTradeDelivery", |x| match supplied(invoice) {
                Some(day) => x.element("ram:ActualDeliverySupplyChainEvent", |x| {
                    date(x, "ram:OccurrenceDateTime", day); // BT-72
                }),
                // The element may be neither missing nor empty.
                None => x.element("ram:ShipToTradeParty", |x| {
                    required(x, "ram:Name", buyer_name(&invoice.buyer)); // BT-70
                }),
            });
            settlement(x, invoice, category);
        });
    })
}

/// When the goods were handed over: what is digital is there the moment it is paid. A credit note hands over nothing.
pub(crate) fn supplied(invoice: &Invoice) -> Option<Day> {
    match invoice.kind {
        InvoiceKind::Invoice => Some(invoice.paid_on().unwrap_or(invoice.issued_on())),
        InvoiceKind::CreditNote => None,
    }
}

/// The discount's name: `Discount SPRING`.
pub(crate) fn discount_name(invoice: &Invoice) -> String {
    match &invoice.discount_code {
        Some(code) => format!("Discount {code}"),
        None => "Discount".to_owned(),
    }
}

/// What settles or settled it, in a sentence.
pub(crate) fn payment_terms(invoice: &Invoice) -> String {
    let verb = match invoice.kind {
        InvoiceKind::Invoice => "Paid",
        InvoiceKind::CreditNote => "Refunded",
    };
    match (invoice.paid_on(), invoice.totals.total) {
        (_, 0) => "Nothing to pay.".to_owned(),
        (Some(day), _) if invoice.paid_by.is_empty() => format!("{verb} on {day}."),
        (Some(day), _) => format!("{verb} on {day} ({}).", invoice.paid_by),
        (None, _) if invoice.kind == InvoiceKind::CreditNote => "To be refunded.".to_owned(),
        (None, _) => "Payable on receipt.".to_owned(),
    }
}

fn header(x: &mut Xml, invoice: &Invoice) {
    x.element("rsm:ExchangedDocument", |x| {
        required(x, "ram:ID", &invoice.number); // BT-1
        x.text(
            "ram:TypeCode", // BT-3
            match invoice.kind {
                InvoiceKind::Invoice => "380",
                InvoiceKind::CreditNote => "381",
            },
        );
        date(x, "ram:IssueDateTime", invoice.issued_on()); // BT-2
        if let Some(exemption) = Category::of(&invoice.tax).exemption() {
            x.element("ram:IncludedNote", |x| x.text("ram:Content", exemption.sentence)); // BT-22
        }
        // The profile has no place for the rate but a note.
        if let Some(converted) = &invoice.converted_tax {
            x.element("ram:IncludedNote", |x| x.text("ram:Content", &converted.sentence())); // BT-22
        }
    });
}

fn line_item(x: &mut Xml, invoice: &Invoice, category: Category, number: usize, line: &InvoiceLine) {
    x.element("ram:IncludedSupplyChainTradeLineItem", |x| {
        x.element("ram:AssociatedDocumentLineDocument", |x| {
            x.text("ram:LineID", &number.to_string()); // BT-126
        });
        x.element("ram:SpecifiedTradeProduct", |x| {
            required(x, "ram:Name", &line.name); // BT-153
            if let Some(note) = billed(line.billing) {
                x.text("ram:Description", note); // BT-154
            }
        });
        x.element("ram:SpecifiedLineTradeAgreement", |x| {
            x.element("ram:NetPriceProductTradePrice", |x| {
                x.text("ram:ChargeAmount", &amount(invoice, line.unit)); // BT-146
                x.text_with("ram:BasisQuantity", ("unitCode", PIECE), "1"); // BT-149
            });
        });
        x.element("ram:SpecifiedLineTradeDelivery", |x| {
            x.text_with("ram:BilledQuantity", ("unitCode", PIECE), &line.quantity.to_string()); // BT-129
        });
        x.element("ram:SpecifiedLineTradeSettlement", |x| {
            x.element("ram:ApplicableTradeTax", |x| {
                x.text("ram:TypeCode", "VAT");
                x.text("ram:CategoryCode", category.code()); // BT-151
                if let Some(rate) = category.rate(&invoice.tax) {
                    x.text("ram:RateApplicablePercent", &rate); // BT-152
                }
            });
            if line.discount > 0 {
                x.element("ram:SpecifiedTradeAllowanceCharge", |x| {
                    x.element("ram:ChargeIndicator", |x| x.text("udt:Indicator", "false"));
                    x.text("ram:ActualAmount", &amount(invoice, line.discount)); // BT-136
                    x.text("ram:ReasonCode", "95"); // BT-140, UNTDID 5189: discount
                    x.text("ram:Reason", &discount_name(invoice)); // BT-139
                });
            }
            x.element("ram:SpecifiedTradeSettlementLineMonetarySummation", |x| {
                x.text("ram:LineTotalAmount", &amount(invoice, line.net)); // BT-131
            });
        });
    });
}

/// How a subscription is billed, in words.
pub(crate) fn billed(billing: Billing) -> Option<&'static str> {
    match billing {
        Billing::OneTime => None,
        Billing::Monthly => Some("Subscription, billed monthly"),
        Billing::Yearly => Some("Subscription, billed yearly"),
    }
}

fn seller(x: &mut Xml, seller: &Seller, category: Category) {
    let known = (seller.vat_id.as_deref(), seller.tax_number.as_deref());
    let (vat_id, tax_number) = if category.names_vat_ids() { known } else { (None, None) };
    x.element("ram:SellerTradeParty", |x| {
        if vat_id.is_none() {
            // A seller needs an identifier (BR-CO-26), and this is what is left.
            required(x, "ram:ID", known.0.or(known.1).unwrap_or(&seller.email)); // BT-29
        }
        required(x, "ram:Name", &seller.name); // BT-27
        address(
            x,
            &seller.postal_code,
            &seller.street,
            &seller.city,
            seller.country,
            None,
        );
        email(x, &seller.email); // BT-34
        tax_registration(x, "VA", vat_id); // BT-31
        tax_registration(x, "FC", tax_number); // BT-32
    });
}

/// The company, or the person where there is none.
fn buyer_name(buyer: &Buyer) -> &str {
    let company = buyer.company.as_deref();
    company
        .filter(|company| !clean(company).is_empty())
        .unwrap_or(&buyer.name)
}

fn buyer(x: &mut Xml, buyer: &Buyer, category: Category) {
    let name = buyer_name(buyer);
    x.element("ram:BuyerTradeParty", |x| {
        required(x, "ram:Name", name); // BT-44
        if name != buyer.name && !clean(&buyer.name).is_empty() {
            x.element("ram:DefinedTradeContact", |x| x.text("ram:PersonName", &buyer.name)); // BT-56
        }
        let region = buyer.region.as_deref();
        address(x, &buyer.postal_code, &buyer.street, &buyer.city, buyer.country, region);
        email(x, &buyer.email); // BT-49
        let vat_id = buyer.vat_id.as_deref().filter(|_| category.names_vat_ids());
        tax_registration(x, "VA", vat_id); // BT-48
    });
}

fn address(x: &mut Xml, postal_code: &str, street: &str, city: &str, country: Country, region: Option<&str>) {
    x.element("ram:PostalTradeAddress", |x| {
        optional(x, "ram:PostcodeCode", postal_code);
        optional(x, "ram:LineOne", street);
        optional(x, "ram:CityName", city);
        x.text("ram:CountryID", country.code());
        optional(x, "ram:CountrySubDivisionName", region.unwrap_or_default());
    });
}

fn email(x: &mut Xml, address: &str) {
    if !clean(address).is_empty() {
        x.element("ram:URIUniversalCommunication", |x| {
            x.text_with("ram:URIID", ("schemeID", "EM"), address);
        });
    }
}

/// `scheme`: `VA` is a VAT id, `FC` a number of the tax office's.
fn tax_registration(x: &mut Xml, scheme: &str, id: Option<&str>) {
    if let Some(id) = id {
        x.element("ram:SpecifiedTaxRegistration", |x| {
            x.text_with("ram:ID", ("schemeID", scheme), id);
        });
    }
}

fn settlement(x: &mut Xml, invoice: &Invoice, category: Category) {
    let totals = &invoice.totals;
    x.element("ram:ApplicableHeaderTradeSettlement", |x| {
        if let Some(converted) = &invoice.converted_tax {
            x.text("ram:TaxCurrencyCode", converted.tax.currency.code()); // BT-6
        }
        x.text("ram:InvoiceCurrencyCode", totals.currency.code()); // BT-5
        if totals.total != 0 {
            x.element("ram:SpecifiedTradeSettlementPaymentMeans", |x| {
                x.text("ram:TypeCode", payment_means(&invoice.paid_by)); // BT-81
                optional(x, "ram:Information", &invoice.paid_by); // BT-82
            });
        }
        x.element("ram:ApplicableTradeTax", |x| {
            let exemption = category.exemption();
            x.text("ram:CalculatedAmount", &amount(invoice, totals.tax)); // BT-117
            x.text("ram:TypeCode", "VAT");
            if let Some(exemption) = &exemption {
                x.text("ram:ExemptionReason", exemption.reason); // BT-120
            }
            x.text("ram:BasisAmount", &amount(invoice, totals.net)); // BT-116
            x.text("ram:CategoryCode", category.code()); // BT-118
            if let Some(exemption) = &exemption {
                x.text("ram:ExemptionReasonCode", exemption.code); // BT-121
            }
            if let Some(rate) = category.rate(&invoice.tax) {
                x.text("ram:RateApplicablePercent", &rate); // BT-119
            }
        });
        x.element("ram:SpecifiedTradePaymentTerms", |x| {
            x.text("ram:Description", &payment_terms(invoice)); // BT-20
        });
        summation(x, invoice);
        if let Some(corrected) = &invoice.corrects {
            x.element("ram:InvoiceReferencedDocument", |x| {
                required(x, "ram:IssuerAssignedID", corrected); // BT-25
            });
        }
    });
}

fn summation(x: &mut Xml, invoice: &Invoice) {
    let totals = &invoice.totals;
    let prepaid = if invoice.paid_at.is_some() { totals.total } else { 0 };
    x.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |x| {
        x.text("ram:LineTotalAmount", &amount(invoice, totals.net)); // BT-106
        x.text("ram:TaxBasisTotalAmount", &amount(invoice, totals.net)); // BT-109
        let currency = ("currencyID", totals.currency.code());
        x.text_with("ram:TaxTotalAmount", currency, &amount(invoice, totals.tax)); // BT-110
        if let Some(converted) = &invoice.converted_tax {
            let currency = ("currencyID", converted.tax.currency.code());
            x.text_with("ram:TaxTotalAmount", currency, &converted.tax.to_plain()); // BT-111
        }
        x.text("ram:GrandTotalAmount", &amount(invoice, totals.total)); // BT-112
        if invoice.paid_at.is_some() {
            x.text("ram:TotalPrepaidAmount", &amount(invoice, prepaid)); // BT-113
        }
        x.text("ram:DuePayableAmount", &amount(invoice, totals.total - prepaid)); // BT-115
    });
}

/// UNTDID 4461: 48 is a bank card, 68 an online payment service, 1 nothing in particular.
fn payment_means(paid_by: &str) -> &'static str {
    match paid_by.to_ascii_lowercase() {
        by if by.is_empty() => "1",
        by if by.contains("card") => "48",
        _ => "68",
    }
}

fn amount(invoice: &Invoice, minor: i64) -> String {
    Money::new(minor, invoice.totals.currency).to_plain()
}

fn date(x: &mut Xml, name: &str, day: Day) {
    x.element(name, |x| {
        x.text_with("udt:DateTimeString", ("format", "102"), &day.compact());
    });
}

/// An element that must say something: a dash where there is nothing left to say.
fn required(x: &mut Xml, name: &str, text: &str) {
    x.text(name, if clean(text).is_empty() { "-" } else { text });
}

/// An element that may not be empty and may be missing.
fn optional(x: &mut Xml, name: &str, text: &str) {
    if !clean(text).is_empty() {
        x.text(name, text);
    }
}
