//! Sample invoices: one of each kind that the rules treat differently, and some to try the page with.

use domain::exchange::{ConvertedTax, ExchangeRate};
use domain::invoice::{Invoice, InvoiceKind, InvoiceLine};
use domain::order::{Buyer, OrderLine, Seller};
use domain::pricing::{Discount, Off, price};
use domain::tax::{BasisPoints, Tax, TaxKind};
use domain::{Billing, Currency, LicenseTerms, Money, Timestamp, UtcOffset};

/// Every sample, by a name that is fit for a file.
///
/// # Panics
/// If a sample is written wrongly.
pub fn all() -> Vec<(&'static str, Invoice)> {
    vec![
        ("standard", standard()),
        ("quantities", quantities()),
        ("reverse-charge", reverse_charge()),
        ("out-of-scope", out_of_scope()),
        ("out-of-scope-unregistered", unregistered()),
        ("tax-number", tax_number()),
        ("out-of-scope-tax-number", untaxed_tax_number()),
        ("swiss", swiss()),
        ("zero-rated", zero_rated()),
        ("subscription", subscription()),
        ("free", free()),
        ("yen", yen()),
        ("unpaid", unpaid()),
        ("credit-note", credit_note()),
        ("credit-note-partial", partial_credit_note()),
        ("fifty-lines", fifty_lines()),
        ("dollars", dollars()),
        ("dollars-credit-note", dollars_credit_note()),
        ("new-year", new_year()),
        ("long-words", long_words()),
        ("scripts", scripts()),
        ("world", world()),
        ("hostile", hostile()),
    ]
}

/// Three lines, a discount, German VAT.
pub fn standard() -> Invoice {
    Draft {
        items: vec![
            item("Swift Geocode", "Team", 4_900, 1),
            item(
                "Ledgerline Invoicing Components for React and Vue",
                "Unlimited projects",
                12_900,
                2,
            ),
            item("Aurora Admin Theme", "Single site", 3_333, 1),
        ],
        off: Some(Off::Percent(BasisPoints(1_500))),
        ..Draft::new()
    }
    .invoice()
}

/// Seats by the dozen; half a cent of tax to round.
pub fn quantities() -> Invoice {
    Draft {
        items: vec![
            item("Type Foundry Pack", "Desktop", 999, 12),
            item("Icon Set", "Seat", 333, 3),
        ],
        ..Draft::new()
    }
    .invoice()
}

/// A French business with a verified VAT id.
pub fn reverse_charge() -> Invoice {
    let mut draft = Draft::new();
    draft.buyer.company = Some("Œuvres Numériques SARL".to_owned());
    draft.buyer.name = "Amélie Lefèvre".to_owned();
    draft.buyer.email = "comptabilite.fournisseurs@oeuvres-numeriques.example".to_owned();
    draft.buyer.street = "12 rue de l’Échiquier".to_owned();
    (draft.buyer.postal_code, draft.buyer.city) = ("75010".to_owned(), "Paris".to_owned());
    draft.buyer.country = "FR".parse().expect("a country");
    draft.buyer.vat_id = Some("FR40303265045".to_owned());
    draft.buyer.vat_verified = true;
    draft.tax = tax("FR", TaxKind::ReverseCharge, 0, "Reverse charge");
    draft.invoice()
}

/// A customer in the United States.
pub fn out_of_scope() -> Invoice {
    let mut draft = Draft::new();
    draft.buyer.name = "Jordan Miller".to_owned();
    draft.buyer.street = "548 Market Street, Suite 95879".to_owned();
    (draft.buyer.postal_code, draft.buyer.city) = ("94104".to_owned(), "San Francisco".to_owned());
    draft.buyer.region = Some("CA".to_owned());
    draft.buyer.country = "US".parse().expect("a country");
    draft.tax = tax("US", TaxKind::OutOfScope, 0, "No tax");
    draft.currency = Currency::USD;
    draft.invoice()
}

/// The same from a seller without a VAT id.
pub fn unregistered() -> Invoice {
    let mut invoice = out_of_scope();
    invoice.seller.vat_id = None;
    invoice
}

/// German VAT of a seller without a VAT id: the tax office's number has to do.
pub fn tax_number() -> Invoice {
    known_by_number(standard())
}

/// A customer in the United States of the same seller.
pub fn untaxed_tax_number() -> Invoice {
    known_by_number(out_of_scope())
}

fn known_by_number(mut invoice: Invoice) -> Invoice {
    invoice.seller.vat_id = None;
    invoice.seller.tax_number = Some("37/123/45678".to_owned());
    invoice
}

/// A rate with a fraction.
pub fn swiss() -> Invoice {
    let mut draft = Draft::new();
    draft.buyer.street = "Bahnhofstrasse 1".to_owned();
    (draft.buyer.postal_code, draft.buyer.city) = ("8001".to_owned(), "Zürich".to_owned());
    draft.buyer.country = "CH".parse().expect("a country");
    draft.tax = tax("CH", TaxKind::Standard, 810, "MWST 8.1%");
    draft.currency = "CHF".parse().expect("a currency");
    draft.invoice()
}

/// Taxed, at nothing.
pub fn zero_rated() -> Invoice {
    Draft {
        tax: tax("DE", TaxKind::Standard, 0, "VAT 0%"),
        ..Draft::new()
    }
    .invoice()
}

/// Two subscriptions, paid through PayPal.
pub fn subscription() -> Invoice {
    let mut monthly = item("Swift Geocode API", "Pro", 4_900, 1);
    monthly.billing = Billing::Monthly;
    let mut yearly = item("Uptime Watch", "Team", 19_000, 1);
    yearly.billing = Billing::Yearly;
    Draft {
        items: vec![monthly, yearly],
        paid_by: "PayPal",
        ..Draft::new()
    }
    .invoice()
}

/// A discount of all of it.
pub fn free() -> Invoice {
    Draft {
        off: Some(Off::Percent(BasisPoints(10_000))),
        paid_by: "",
        ..Draft::new()
    }
    .invoice()
}

/// A currency without a minor unit.
pub fn yen() -> Invoice {
    Draft {
        items: vec![
            item("Swift Geocode", "Team", 128_000, 3),
            item("Icon Set", "Seat", 999, 7),
        ],
        off: Some(Off::Amount(1_001)),
        tax: tax("JP", TaxKind::OutOfScope, 0, "No tax"),
        currency: "JPY".parse().expect("a currency"),
        ..Draft::new()
    }
    .invoice()
}

/// Issued, and waiting for its money.
pub fn unpaid() -> Invoice {
    let mut invoice = Draft::new().invoice();
    invoice.paid_at = None;
    invoice.paid_by = String::new();
    invoice
}

/// All of [`standard`] given back.
pub fn credit_note() -> Invoice {
    let invoice = standard();
    let refunded = time("2026-02-11T10:20:00Z");
    Invoice {
        number: "2026-000057".to_owned(),
        kind: InvoiceKind::CreditNote,
        issued_at: refunded,
        corrects: Some(invoice.number.clone()),
        paid_at: Some(refunded),
        ..invoice
    }
}

/// One line of [`standard`] given back, with its share of discount and tax.
pub fn partial_credit_note() -> Invoice {
    let mut note = credit_note();
    note.lines.remove(0);
    note.lines.remove(0);
    let sum = |of: fn(&InvoiceLine) -> i64| note.lines.iter().map(of).sum::<i64>();
    let (list, net, tax) = (sum(|l| l.unit * i64::from(l.quantity)), sum(|l| l.net), sum(|l| l.tax));
    let totals = &mut note.totals;
    (totals.list, totals.discount, totals.net) = (list, list - net, net);
    (totals.tax, totals.total) = (tax, net + tax);
    note
}

/// More than a page.
pub fn fifty_lines() -> Invoice {
    let items = (1..=50).map(|i| {
        item(
            &format!("Component library no. {i}"),
            "Team",
            1_000 + 37 * i,
            1 + (i as u32) % 4,
        )
    });
    Draft {
        items: items.collect(),
        off: Some(Off::Amount(5_000)),
        ..Draft::new()
    }
    .invoice()
}

/// German VAT in dollars: the tax is stated in euros too.
pub fn dollars() -> Invoice {
    let mut invoice = Draft {
        currency: Currency::USD,
        ..Draft::new()
    }
    .invoice();
    let rate = ExchangeRate {
        currency: Currency::USD,
        per_euro: "1.0876".parse().expect("a rate"),
        day: "2026-01-30".parse().expect("a day"),
        source: "European Central Bank".to_owned(),
    };
    let tax = Money::new(invoice.totals.tax, Currency::USD);
    invoice.converted_tax = ConvertedTax::of(tax, "EUR".parse().expect("a currency"), &[rate]);
    invoice
}

/// All of [`dollars`] given back.
pub fn dollars_credit_note() -> Invoice {
    Invoice {
        number: "2026-000058".to_owned(),
        kind: InvoiceKind::CreditNote,
        corrects: Some("2026-000042".to_owned()),
        ..dollars()
    }
}

/// Sold in Berlin half an hour after New Year, which in UTC is the year before.
pub fn new_year() -> Invoice {
    let at = time("2026-12-31T23:30:00Z");
    Invoice {
        number: "2027-000001".to_owned(),
        issued_at: at,
        utc_offset: UtcOffset(3_600),
        paid_at: Some(at),
        ..standard()
    }
}

/// Words that no line is long enough for, wherever people may write one.
pub fn long_words() -> Invoice {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let mut draft = Draft::new();
    draft.seller_name = format!("{word}GmbH");
    draft.buyer.company = Some(word.to_uppercase());
    draft.buyer.name = "W".repeat(60);
    draft.buyer.email = format!("{}@{}.example", "firstname.lastname".repeat(3), "department-".repeat(5));
    draft.buyer.street = "https://shop.example/a/very/long/address?with=parameters&and=more".repeat(2);
    draft.buyer.city = "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพ".to_owned();
    draft.buyer.region = Some("□".repeat(80));
    draft.items = vec![
        item(&word.repeat(3), word, 1_000_000_000, 99),
        item(&"!".repeat(200), &"ー".repeat(90), 9_999_999_999, 99),
    ];
    draft.off = Some(Off::Percent(BasisPoints(3_333)));
    let mut invoice = draft.invoice();
    invoice.tax.label = format!("{word} 19%");
    invoice.paid_by = word.to_owned();
    invoice.discount_code = Some("SPRING".repeat(12));
    invoice.seller.email = format!("{}@mintreu.example", "billing".repeat(12));
    invoice
}

/// Scripts that our fonts lack.
pub fn world() -> Invoice {
    let mut draft = Draft::new();
    draft.items = vec![
        item(
            "漢字のテーマと管理画面の部品集、すべてのプロジェクトに使える完全版",
            "標準",
            1_500,
            1,
        ),
        item("管理面板主题", "团队", 2_500, 2),
        item("관리자 대시보드 테마", "팀", 3_500, 1),
        item(
            "প্রশাসন থিম / நிர்வாக தீம் / అడ్మిన్ థీమ్ / ಆಡಳಿತ / ഭരണ / ਪ੍ਰਸ਼ਾਸਨ / સંચાલન",
            "ටීම්",
            4_500,
            1,
        ),
        item("ប្រធានបទគ្រប់គ្រង / ຮູບແບບ / စီမံခန့်ခွဲမှု", "ក្រុម", 5_500, 1),
        item("የአስተዳደር ገጽታ / ᏣᎳᎩ / ᠮᠣᠩᠭᠣᠯ / བོད་ཡིག", "ቡድን", 6_500, 1),
    ];
    draft.buyer.name = "山田太郎".to_owned();
    draft.buyer.street = "千代田区千代田1-1".to_owned();
    (draft.buyer.postal_code, draft.buyer.city) = ("100-0001".to_owned(), "東京都".to_owned());
    draft.buyer.country = "JP".parse().expect("a country");
    draft.tax = tax("JP", TaxKind::OutOfScope, 0, "No tax");
    draft.invoice()
}

/// Names in other scripts, right to left among them.
pub fn scripts() -> Invoice {
    let mut draft = Draft::new();
    draft.items = vec![
        item("ערכת נושא כחולה", "צוות", 1_500, 1),
        item("قالب لوحة التحكم Pro 2", "فريق", 2_500, 2),
        item("Θέμα διαχείρισης · Šablona · Żółw · Ősz · Ђорђе", "Ціна", 3_500, 1),
        item("ธีมแดชบอร์ด / डैशबोर्ड थीम / Հայերեն / ქართული", "Tiếng Việt", 4_500, 1),
        item("漢字のテーマ 🎉", "团队", 5_500, 1),
    ];
    draft.buyer.name = "Łukasz Wiśniewski-Großmann".to_owned();
    draft.buyer.company = Some("חברת הדוגמה בע״מ".to_owned());
    draft.buyer.street = "شارع الملك فهد 12".to_owned();
    draft.invoice()
}

/// Whatever a form may be fed with.
pub fn hostile() -> Invoice {
    let mut draft = Draft::new();
    draft.items = vec![
        item(
            "<script>alert(1)</script> ]]> &amp; #pagebreak() $x^2$ *bold* \\ `raw`",
            "\"'",
            1,
            1,
        ),
        item(
            "zero\u{0}one\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}end",
            "\r\n\t",
            2,
            2,
        ),
        item(
            "turned \u{202e}dlot eb ot\u{202c} \u{2067}x\u{2069} \u{200b}\u{feff}\u{ad}",
            "Z\u{335}a\u{354}l\u{32f}g\u{300}o\u{301}\u{302}\u{303}",
            3,
            3,
        ),
        item(&"W".repeat(300), &"an interminable name ".repeat(20), 4, 4),
        item("👩‍👩‍👧‍👦🏳️‍🌈🇩🇪 \u{e000}\u{f8ff} \u{1f468}\u{200d} ก็็็็็็็", "\u{d}", 5, 5),
        item(" ", "\u{3000}", 999_999_999_999, 99),
    ];
    draft.buyer.name = "Robert'); DROP TABLE invoices;-- <b>\u{0}</b>".to_owned();
    draft.buyer.company = Some("\u{1}\u{2} \t".to_owned());
    draft.buyer.street = "]]>&lt;!-- %s %n {{7*7}} ${jndi}".to_owned();
    draft.buyer.city = "/Metadata 1 0 R endobj startxref".to_owned();
    draft.buyer.postal_code = "\u{202e}".to_owned();
    draft.buyer.region = Some("\u{feff}".to_owned());
    draft.seller_name = "</rdf:RDF> & (Sons) \\ Ltd.".to_owned();
    draft.invoice()
}

/// What differs from sample to sample.
struct Draft {
    seller_name: String,
    buyer: Buyer,
    items: Vec<OrderLine>,
    off: Option<Off>,
    tax: Tax,
    currency: Currency,
    paid_by: &'static str,
}

impl Draft {
    /// A German customer buys one thing by card.
    fn new() -> Self {
        Self {
            seller_name: "Mintreu Marketplace GmbH".to_owned(),
            buyer: Buyer {
                email: "amelie@example.com".to_owned(),
                name: "Jürgen Weiß".to_owned(),
                company: None,
                street: "Große Straße 7".to_owned(),
                city: "Köln".to_owned(),
                postal_code: "50667".to_owned(),
                region: None,
                country: "DE".parse().expect("a country"),
                vat_id: None,
                vat_verified: false,
            },
            items: vec![item("Swift Geocode", "Team", 4_900, 1)],
            off: None,
            tax: tax("DE", TaxKind::Standard, 1_900, "VAT 19%"),
            currency: "EUR".parse().expect("a currency"),
            paid_by: "Card",
        }
    }

    fn invoice(mut self) -> Invoice {
        let discount = self.off.map(|off| Discount {
            code: "SPRING".to_owned(),
            off,
            products: vec![],
            starts_at: None,
            ends_at: None,
            limit: None,
            used: 0,
        });
        let totals = price(&mut self.items, discount.as_ref(), self.tax.rate, self.currency);
        let issued_at = time("2026-01-31T16:45:12Z");
        Invoice {
            number: "2026-000042".to_owned(),
            kind: InvoiceKind::Invoice,
            issued_at,
            utc_offset: UtcOffset::UTC,
            seller: Seller {
                name: self.seller_name,
                street: "Lindenallee 24".to_owned(),
                city: "Berlin".to_owned(),
                postal_code: "10115".to_owned(),
                country: "DE".parse().expect("a country"),
                email: "billing@mintreu.example".to_owned(),
                vat_id: Some("DE136695976".to_owned()),
                tax_number: None,
            },
            buyer: self.buyer,
            order_number: "M-2026-000123".to_owned(),
            corrects: None,
            lines: self.items.iter().map(InvoiceLine::from).collect(),
            totals,
            tax: self.tax,
            discount_code: discount.map(|discount| discount.code),
            paid_at: Some(issued_at),
            paid_by: self.paid_by.to_owned(),
            converted_tax: None,
        }
    }
}

fn item(title: &str, plan: &str, unit: i64, quantity: u32) -> OrderLine {
    let slug = |s: &str| s.parse().expect("a slug");
    OrderLine {
        product: slug("product"),
        plan: slug("plan"),
        title: title.to_owned(),
        plan_name: plan.to_owned(),
        billing: Billing::OneTime,
        license: LicenseTerms::default(),
        quantity,
        unit,
        discount: 0,
        net: 0,
        tax: 0,
    }
}

fn tax(country: &str, kind: TaxKind, rate: u32, label: &str) -> Tax {
    Tax {
        country: country.parse().expect("a country"),
        kind,
        rate: BasisPoints(rate),
        label: label.to_owned(),
    }
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a time")
}
