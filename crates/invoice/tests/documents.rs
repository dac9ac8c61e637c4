//! The documents as programs read them: amounts, categories, references, and that no text breaks either.

use domain::invoice::Invoice;
use invoice::{SystemFonts, pdf, samples, xml};
use proptest::prelude::*;
use roxmltree::{Document, Node};

/// The texts of the elements at a path of local names, `ram:` and `rsm:` left out: `SellerTradeParty/Name`.
fn texts(xml: &str, path: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let names: Vec<&str> = path.rsplit('/').collect();
    let at = |node: &Node| {
        node.ancestors()
            .map(|n| n.tag_name().name().to_owned())
            .take(names.len())
            .eq(names.clone())
    };
    let found = document.descendants().filter(|node| node.is_element() && at(node));
    found.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

/// The one text at a path.
fn text(xml: &str, path: &str) -> String {
    match &texts(xml, path)[..] {
        [one] => one.clone(),
        found => panic!("{path}: {found:?}"),
    }
}

/// Minor units from a plain decimal of this many decimals.
fn minor(decimal: &str, decimals: usize) -> i64 {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert_eq!(fraction.len(), decimals, "{decimal}");
    format!("{whole}{fraction}").parse().expect("a number")
}

fn sample(name: &str) -> (Invoice, String) {
    let mut all = samples::all().into_iter();
    let (_, invoice) = all.find(|(known, _)| *known == name).expect("a sample");
    let xml = xml(&invoice);
    (invoice, xml)
}

#[test]
fn each_kind_has_its_codes_and_sums() {
    // name, BT-3, BT-118, BT-119, BT-106, BT-110, BT-112, BT-115
    for (name, kind, category, rate, net, tax, total, due) in [
        ("standard", "380", "S", "19.00", "289.28", "54.96", "344.24", "0.00"),
        ("quantities", "380", "S", "19.00", "129.87", "24.68", "154.55", "0.00"),
        ("reverse-charge", "380", "AE", "0.00", "49.00", "0.00", "49.00", "0.00"),
        ("out-of-scope", "380", "O", "", "49.00", "0.00", "49.00", "0.00"),
        ("swiss", "380", "S", "8.10", "49.00", "3.97", "52.97", "0.00"),
        ("zero-rated", "380", "Z", "0.00", "49.00", "0.00", "49.00", "0.00"),
        ("free", "380", "S", "19.00", "0.00", "0.00", "0.00", "0.00"),
        ("yen", "380", "O", "", "389992", "0", "389992", "0"),
        ("unpaid", "380", "S", "19.00", "49.00", "9.31", "58.31", "58.31"),
        ("credit-note", "381", "S", "19.00", "289.28", "54.96", "344.24", "0.00"),
        (
            "credit-note-partial",
            "381",
            "S",
            "19.00",
            "28.33",
            "5.38",
            "33.71",
            "0.00",
        ),
    ] {
        let (_, xml) = sample(name);
        assert_eq!(text(&xml, "ExchangedDocument/TypeCode"), kind, "{name}");
        let breakdown = "ApplicableHeaderTradeSettlement/ApplicableTradeTax";
        assert_eq!(text(&xml, &format!("{breakdown}/CategoryCode")), category, "{name}");
        let rates = texts(&xml, &format!("{breakdown}/RateApplicablePercent"));
        assert_eq!(rates.concat(), rate, "{name}");
        let sum = |of: &str| text(&xml, &format!("SpecifiedTradeSettlementHeaderMonetarySummation/{of}"));
        let sums = [
            "LineTotalAmount",
            "TaxTotalAmount",
            "GrandTotalAmount",
            "DuePayableAmount",
        ]
        .map(sum);
        assert_eq!(sums, [net, tax, total, due], "{name}");
        let lines = texts(&xml, "SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode");
        assert!(lines.iter().all(|line| line == category), "{name}: {lines:?}");
    }
}

#[test]
fn lines_sum_to_the_totals() {
    for (name, invoice) in samples::all() {
        let xml = xml(&invoice);
        let decimals = invoice.totals.currency.exponent() as usize;
        let all = |path: &str| texts(&xml, path).iter().map(|text| minor(text, decimals)).sum::<i64>();
        // The first: a tax may be stated in the seller's currency too.
        let header = |of: &str| {
            let found = texts(&xml, &format!("SpecifiedTradeSettlementHeaderMonetarySummation/{of}"));
            found.first().map_or(0, |text| minor(text, decimals))
        };
        let lines = all("SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount");
        assert_eq!(lines, header("LineTotalAmount"), "{name}");
        assert_eq!(lines, header("TaxBasisTotalAmount"), "{name}");
        assert_eq!(lines + header("TaxTotalAmount"), header("GrandTotalAmount"), "{name}");
        assert_eq!(
            header("GrandTotalAmount") - header("TotalPrepaidAmount"),
            header("DuePayableAmount"),
            "{name}"
        );
        let price = texts(&xml, "NetPriceProductTradePrice/ChargeAmount");
        let quantity = texts(&xml, "SpecifiedLineTradeDelivery/BilledQuantity");
        let list: i64 = price
            .iter()
            .zip(&quantity)
            .map(|(price, quantity)| minor(price, decimals) * quantity.parse::<i64>().expect("a number"))
            .sum();
        assert_eq!(
            list - all("SpecifiedTradeAllowanceCharge/ActualAmount"),
            lines,
            "{name}"
        );
    }
}

#[test]
fn vat_ids_are_named_where_they_may_be() {
    let ids = |xml: &str, party: &str| texts(xml, &format!("{party}/SpecifiedTaxRegistration/ID"));
    let (_, reverse) = sample("reverse-charge");
    assert_eq!(ids(&reverse, "SellerTradeParty"), ["DE136695976"]);
    assert_eq!(ids(&reverse, "BuyerTradeParty"), ["FR40303265045"]);
    assert_eq!(text(&reverse, "ApplicableTradeTax/ExemptionReasonCode"), "VATEX-EU-AE");
    assert_eq!(text(&reverse, "BuyerTradeParty/Name"), "Œuvres Numériques SARL");
    assert_eq!(text(&reverse, "DefinedTradeContact/PersonName"), "Amélie Lefèvre");

    let (mut invoice, outside) = sample("out-of-scope");
    assert_eq!(
        text(&outside, "ApplicableTradeTax/ExemptionReason"),
        "Not subject to VAT"
    );
    invoice.buyer.vat_id = Some("FR40303265045".to_owned());
    let outside = xml(&invoice);
    assert_eq!(texts(&outside, "SpecifiedTaxRegistration/ID").len(), 0);
    assert_eq!(text(&outside, "SellerTradeParty/ID"), "DE136695976");
    let (_, unregistered) = sample("out-of-scope-unregistered");
    assert_eq!(text(&unregistered, "SellerTradeParty/ID"), "billing@mintreu.example");
    let (_, by_number) = sample("tax-number");
    assert_eq!(ids(&by_number, "SellerTradeParty"), ["37/123/45678"]);
    assert!(by_number.contains("schemeID=\"FC\">37/123/45678<"));
    let (_, outside) = sample("out-of-scope-tax-number");
    assert_eq!(text(&outside, "SellerTradeParty/ID"), "37/123/45678");
}

#[test]
fn regions_are_country_subdivisions() {
    let (_, xml) = sample("out-of-scope");
    assert_eq!(
        text(&xml, "BuyerTradeParty/PostalTradeAddress/CountrySubDivisionName"),
        "CA"
    );
    let (_, xml) = sample("reverse-charge");
    let none = texts(&xml, "BuyerTradeParty/PostalTradeAddress/CountrySubDivisionName");
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn references_dates_and_payment() {
    let (_, invoice) = sample("subscription");
    assert_eq!(text(&invoice, "IssueDateTime/DateTimeString"), "20260131");
    assert_eq!(
        text(&invoice, "SellerOrderReferencedDocument/IssuerAssignedID"),
        "M-2026-000123"
    );
    assert_eq!(text(&invoice, "SpecifiedTradeSettlementPaymentMeans/TypeCode"), "68");
    assert_eq!(
        text(&invoice, "SpecifiedTradePaymentTerms/Description"),
        "Paid on 31 January 2026 (PayPal)."
    );
    let billed = ["Subscription, billed monthly", "Subscription, billed yearly"];
    assert_eq!(texts(&invoice, "SpecifiedTradeProduct/Description"), billed);

    let (_, note) = sample("credit-note-partial");
    assert_eq!(text(&note, "InvoiceReferencedDocument/IssuerAssignedID"), "2026-000042");
    assert_eq!(text(&note, "SpecifiedTradeSettlementPaymentMeans/TypeCode"), "48");
    assert_eq!(text(&note, "SpecifiedTradeAllowanceCharge/Reason"), "Discount SPRING");
    assert_eq!(
        texts(&note, "ActualDeliverySupplyChainEvent/OccurrenceDateTime").len(),
        0
    );

    let (_, free) = sample("free");
    assert_eq!(texts(&free, "SpecifiedTradeSettlementPaymentMeans/TypeCode").len(), 0);
    assert_eq!(text(&free, "SpecifiedTradePaymentTerms/Description"), "Nothing to pay.");
}

#[test]
fn tax_is_stated_in_the_sellers_currency() {
    for name in ["dollars", "dollars-credit-note"] {
        let (_, xml) = sample(name);
        assert_eq!(
            text(&xml, "ApplicableHeaderTradeSettlement/TaxCurrencyCode"),
            "EUR",
            "BT-6"
        );
        assert_eq!(
            text(&xml, "ApplicableHeaderTradeSettlement/InvoiceCurrencyCode"),
            "USD",
            "BT-5"
        );
        let taxes = texts(&xml, "SpecifiedTradeSettlementHeaderMonetarySummation/TaxTotalAmount");
        assert_eq!(taxes, ["9.31", "8.56"], "BT-110, BT-111");
        assert!(xml.contains("<ram:TaxTotalAmount currencyID=\"EUR\">8.56<"));
        assert_eq!(
            text(&xml, "IncludedNote/Content"),
            "The tax in EUR was converted at 1 EUR = 1.0876 USD (European Central Bank, 30 January 2026)."
        );
    }
    let (_, plain) = sample("standard");
    assert!(!plain.contains("TaxCurrencyCode"));
}

#[test]
fn dates_are_those_of_the_sellers_zone() {
    let (_, xml) = sample("new-year");
    assert_eq!(text(&xml, "IssueDateTime/DateTimeString"), "20270101", "BT-2");
    assert_eq!(text(&xml, "OccurrenceDateTime/DateTimeString"), "20270101", "BT-72");
    assert_eq!(
        text(&xml, "SpecifiedTradePaymentTerms/Description"),
        "Paid on 1 January 2027 (Card)."
    );
    let pdf = pdf(&samples::new_year(), &SystemFonts::default()).expect("a PDF");
    let has = |text: &[u8]| pdf.windows(text.len()).any(|window| window == text);
    assert!(has(b"2027-01-01T00:30:00+01:00"), "the metadata's date");
}

#[test]
fn the_same_invoice_is_the_same_file() {
    let invoice = samples::scripts();
    let one = pdf(&invoice, &SystemFonts::default()).expect("a PDF");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let invoice = invoice.clone();
            std::thread::spawn(move || pdf(&invoice, &SystemFonts::default()).expect("a PDF"))
        })
        .collect();
    for thread in threads {
        assert!(thread.join().expect("no panic") == one);
    }
    let mut other = invoice;
    other.number.push('0');
    assert!(pdf(&other, &SystemFonts::default()).expect("a PDF") != one);
}

#[test]
fn files_are_named_after_the_number() {
    assert_eq!(invoice::file_stem(&samples::standard()), "invoice-2026-000042");
    let mut note = samples::credit_note();
    note.number = "../2026/7\"".to_owned();
    assert_eq!(invoice::file_stem(&note), "credit-note----2026-7-");
}

/// Text of any characters, of those that shape each other, and of long words.
fn any_text() -> impl Strategy<Value = String> {
    let scripts = "[א-ת֑-ׇا-ي\u{64b}-\u{652}ก-๎अ-हा-्Ա-ֆა-ჰa-zÀ-žα-ωА-я\u{300}-\u{36f}\u{200b}-\u{200f} ]{0,60}";
    prop_oneof![any::<String>(), scripts, "\\PC{0,400}", "[^ ]{0,300}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_breaks_a_document(name in any_text(), company in any_text(), street in any_text(), item in any_text()) {
        let mut invoice = samples::standard();
        invoice.seller.name.clone_from(&name);
        invoice.buyer.name = name;
        invoice.buyer.company = Some(company);
        invoice.buyer.street = street;
        invoice.lines[0].name.clone_from(&item);
        let xml = xml(&invoice);
        let kept: String = item.chars().filter(char::is_ascii_graphic).collect();
        let read = &texts(&xml, "SpecifiedTradeProduct/Name")[0];
        let read: String = read.chars().filter(char::is_ascii_graphic).collect();
        prop_assert!(read == kept || (kept.is_empty() && read == "-"));
        if let Err(error) = pdf(&invoice, &SystemFonts::default()) {
            prop_assert!(false, "{error}");
        }
    }
}
