//! What settings are taken, refused and shown.

use domain::legal::LegalPage;

use super::*;

/// A folder with all texts.
const LEGAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/services/legal");
const SECRET: &str = "6f1d0a8c94b7e352fd08c6a1b93e7245";
const SELLER: [(&str, &str); 6] = [
    ("SELLER_NAME", "Acme SARL"),
    ("SELLER_STREET", "1 rue du Test"),
    ("SELLER_CITY", "Paris"),
    ("SELLER_POSTAL_CODE", "75001"),
    ("SELLER_COUNTRY", "FR"),
    ("SELLER_EMAIL", "compta@acme.example"),
];

fn config(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_lookup(|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
}

fn refused(vars: &[(&str, &str)]) -> String {
    config(vars).expect_err("should be refused").to_string()
}

#[test]
fn defaults_are_those_of_a_developers_machine() {
    let config = config(&[("MINTREU_SECRET", " ")]).unwrap();
    assert_eq!(
        config.to_string(),
        "DATABASE_URL = sqlite://var/mintreu.db\nLEPTOS_SITE_ADDR = 127.0.0.1:3000\n\
         METRICS_ADDR = 127.0.0.1:9464\nPUBLIC_URL = http://127.0.0.1:3000\nMINTREU_ENV = development\nMINTREU_SECRET = (none)\n\
         MINTREU_ALLOW_PLAINTEXT = (nothing)\nMINTREU_CURRENCY = USD\nSMTP_URL = (none: mail is kept in MAIL_DIR)\nMAIL_FROM = Mintreu <shop@localhost>\n\
         MAIL_DIR = var/mail\nSTORAGE_URL = file://var/files\nMINTREU_TRUST_PROXY = false\n\
         SELLER_NAME = Mintreu Marketplace GmbH (development)\n\
         SELLER_STREET = Musterstraße 1\nSELLER_CITY = Musterstadt\nSELLER_POSTAL_CODE = 12345\n\
         SELLER_COUNTRY = DE\nSELLER_EMAIL = billing@mintreu.example\nSELLER_VAT_ID = DE999999995\n\
         SELLER_TAX_NUMBER = (none)\nSELLER_TIME_ZONE = UTC\nSELLER_CURRENCY = EUR\n\
         EXCHANGE_RATES_URL = (none: rates are those that were set)\n\
         INVOICE_FONTS = /usr/share/fonts:/usr/local/share/fonts\nLEGAL_DIR = (none: the legal pages are samples)\n\
         VIES_URL = (none: no VAT id is ever verified)\n\
         STRIPE_SECRET_KEY = (none)\nSTRIPE_WEBHOOK_SECRET = (none)\nSTRIPE_API_URL = (Stripe's)\n\
         PAYPAL_CLIENT_ID = (none)\nPAYPAL_CLIENT_SECRET = (none)\nPAYPAL_WEBHOOK_ID = (none)\n\
         PAYPAL_API_URL = (PayPal's)\n\
         MINTREU_CLOCK = (the system's)\nMINTREU_LOG = text\nRUST_LOG = info"
    );
    assert_eq!((config.site_root.as_str(), config.reload_port), ("target/site", None));
}

#[test]
fn the_example_file_has_every_variable_at_its_default() {
    let example: Vec<(String, String)> = dotenvy::from_read_iter(&include_bytes!("../../../.env.example")[..])
        .collect::<Result<_, _>>()
        .unwrap();
    let example: Vec<(&str, &str)> = example
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let shown = config(&[]).unwrap().to_string();
    assert_eq!(config(&example).unwrap().to_string(), shown);
    let mut names: Vec<&str> = shown.lines().filter_map(|line| line.split(" = ").next()).collect();
    let mut listed: Vec<&str> = example.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, names);
}

#[test]
fn the_public_url_follows_the_address() {
    let url = |addr| config(&[("LEPTOS_SITE_ADDR", addr)]).unwrap().public_url;
    assert_eq!(url("127.0.0.1:3900"), "http://127.0.0.1:3900");
    assert_eq!(local_url("0.0.0.0:80".parse().unwrap()), "http://127.0.0.1:80");
    assert_eq!(origin("https://a.example/").unwrap(), "https://a.example");
}

#[test]
fn refusals_name_the_variable() {
    assert!(refused(&[("LEPTOS_SITE_ADDR", "3000")]).starts_with("LEPTOS_SITE_ADDR: `3000`"));
    assert!(refused(&[("MINTREU_ENV", "prod")]).starts_with("MINTREU_ENV: `prod`"));
    assert!(refused(&[("MINTREU_LOG", "xml")]).starts_with("MINTREU_LOG: `xml`"));
    assert!(refused(&[("MINTREU_CURRENCY", "usd")]).starts_with("MINTREU_CURRENCY: `usd`"));
    assert_eq!(
        refused(&[("MINTREU_CURRENCY", "KWD")]),
        "MINTREU_CURRENCY: `KWD` has 3 decimals, and electronic invoices (EN 16931) take two at most"
    );
    assert!(config(&[("MINTREU_CURRENCY", "JPY")]).is_ok());
    assert!(refused(&[("MINTREU_CLOCK", "noon")]).starts_with("MINTREU_CLOCK: `noon`"));
    let mysql = refused(&[("DATABASE_URL", "mysql://u:hunter2@h/d")]);
    assert!(
        mysql.starts_with("DATABASE_URL: ") && !mysql.contains("hunter2"),
        "{mysql}"
    );
    let smtp = refused(&[("SMTP_URL", "http://u:hunter2@h")]);
    assert!(smtp.starts_with("SMTP_URL: ") && !smtp.contains("hunter2"), "{smtp}");
    assert!(refused(&[("MAIL_FROM", "shop")]).starts_with("MAIL_FROM: `shop`"));
    assert!(refused(&[("STORAGE_URL", "var/files")]).starts_with("STORAGE_URL: "));
    for bad in [
        "shop.example",
        "ftp://a",
        "https://a/shop",
        "https://u@a",
        "https://a?b",
        "https://",
    ] {
        assert!(refused(&[("PUBLIC_URL", bad)]).starts_with("PUBLIC_URL: "), "{bad}");
    }
}

#[test]
fn production_refuses_what_is_not_safe() {
    let production = |vars: &[(&str, &str)]| {
        let mut all = vars.to_vec();
        all.extend([
            ("MINTREU_ENV", "production"),
            ("MINTREU_SECRET", SECRET),
            ("PUBLIC_URL", "https://shop.example"),
        ]);
        all.extend(SELLER);
        all.extend([("SELLER_TAX_NUMBER", "37/123/45678"), ("LEGAL_DIR", LEGAL)]);
        config(&all)
    };
    assert_eq!(production(&[]).unwrap().environment, Environment::Production);
    let refused = |vars: &[(&str, &str)]| production(vars).expect_err("should be refused").variable;
    assert_eq!(refused(&[("MINTREU_SECRET", "")]), "MINTREU_SECRET");
    assert_eq!(refused(&[("MINTREU_SECRET", "short")]), "MINTREU_SECRET");
    assert_eq!(refused(&[("PUBLIC_URL", "http://shop.example")]), "PUBLIC_URL");
    assert_eq!(refused(&[("MINTREU_CLOCK", "2026-01-31T00:00:00Z")]), "MINTREU_CLOCK");
    let plain = ("SMTP_URL", "smtp://mail.example");
    assert_eq!(refused(&[plain, ("MAIL_FROM", "a@shop.example")]), "SMTP_URL");
    for (variable, value, word) in [
        ("SMTP_URL", "smtp://u:p@mail.example", "smtp"),
        ("SMTP_URL", "smtp://localhost.example", "smtp"),
        ("DATABASE_URL", "postgres://u:p@db.example/shop", "database"),
        ("STRIPE_API_URL", "http://stripe.example", "providers"),
        ("PAYPAL_API_URL", "http://127.0.0.1:4242", "providers"),
        ("VIES_URL", "http://vies.example", "providers"),
        ("AWS_ENDPOINT_URL", "HTTP://files.example", "providers"),
    ] {
        let from = ("MAIL_FROM", "a@shop.example");
        assert_eq!(refused(&[(variable, value), from]), variable, "{value}");
        let allow = |word| production(&[(variable, value), from, ("MINTREU_ALLOW_PLAINTEXT", word)]);
        assert!(allow(word).is_ok(), "{value}");
        let others = ["smtp", "database", "providers"]
            .into_iter()
            .filter(|other| *other != word);
        assert!(allow(&others.collect::<Vec<_>>().join(", ")).is_err(), "{value}");
    }
    assert_eq!(
        refused(&[("MINTREU_ALLOW_PLAINTEXT", "all")]),
        "MINTREU_ALLOW_PLAINTEXT"
    );
    assert_eq!(refused(&[("MINTREU_SECRET", &"ab".repeat(20))]), "MINTREU_SECRET");
    assert_eq!(refused(&[("SMTP_URL", "smtps://u:p@mail.example")]), "MAIL_FROM");
    let from = ("MAIL_FROM", "Shop <shop@shop.example>");
    assert!(production(&[("SMTP_URL", "smtps://u:p@mail.example"), from]).is_ok());
    for (variable, _) in SELLER {
        assert_eq!(refused(&[(variable, "")]), variable);
    }
    assert_eq!(refused(&[("SELLER_TAX_NUMBER", "")]), "SELLER_VAT_ID");
    assert!(production(&[("SELLER_TAX_NUMBER", ""), ("SELLER_VAT_ID", "FR40303265045")]).is_ok());
    assert_eq!(refused(&[("LEGAL_DIR", "")]), "LEGAL_DIR");
    let example = config(&[]).unwrap().seller.name;
    assert_eq!(refused(&[("SELLER_NAME", &example)]), "SELLER_NAME");
}

#[test]
fn development_is_for_this_machine_alone() {
    for (variable, value) in [
        ("LEPTOS_SITE_ADDR", "0.0.0.0:3000"),
        ("LEPTOS_SITE_ADDR", "[::]:3000"),
        ("LEPTOS_SITE_ADDR", "192.168.1.7:3000"),
        ("METRICS_ADDR", "0.0.0.0:9464"),
        ("PUBLIC_URL", "https://shop.example"),
        ("PUBLIC_URL", "http://localhost.example"),
        ("PUBLIC_URL", "http://127.0.0.1.example"),
    ] {
        assert!(
            refused(&[(variable, value)]).starts_with(&format!("{variable}: ")),
            "{value}"
        );
    }
    for url in [
        "http://localhost:3000",
        "https://shop.localhost",
        "http://127.1.2.3",
        "http://[::1]:3000",
    ] {
        assert!(config(&[("PUBLIC_URL", url)]).is_ok(), "{url}");
    }
    assert!(config(&[("LEPTOS_SITE_ADDR", "[::1]:3000")]).is_ok());
    for key in ["sk_live_1", "rk_live_1"] {
        let live = [("STRIPE_SECRET_KEY", key), ("STRIPE_WEBHOOK_SECRET", "whsec_1")];
        assert!(refused(&live).starts_with("STRIPE_SECRET_KEY: "), "{key}");
    }
    let paypal = |url| {
        let keys = [
            ("PAYPAL_CLIENT_ID", "a"),
            ("PAYPAL_CLIENT_SECRET", "b"),
            ("PAYPAL_WEBHOOK_ID", "c"),
        ];
        config(&[&keys[..], &[("PAYPAL_API_URL", url)]].concat())
    };
    assert!(paypal("").is_err() && paypal("https://api-m.paypal.com").is_err());
    assert!(paypal("https://api-m.sandbox.paypal.com").is_ok() && paypal("http://127.0.0.1:4242").is_ok());
}

#[test]
fn everything_that_is_refused_is_told_at_once() {
    let vars = [
        ("MINTREU_ENV", "production"),
        ("MINTREU_CLOCK", "2026-01-31T00:00:00Z"),
        ("VIES_URL", "http://vies.example"),
    ];
    let vars = [&vars[..], &SELLER, &[("SELLER_TAX_NUMBER", "37/123/45678")]].concat();
    let lookup = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    let (_, refused) = Config::check(lookup).unwrap();
    let refused: Vec<_> = refused.iter().map(|error| error.variable).collect();
    assert_eq!(
        refused,
        ["MINTREU_SECRET", "PUBLIC_URL", "MINTREU_CLOCK", "VIES_URL", "LEGAL_DIR"]
    );
}

#[test]
fn the_seller_is_who_is_said_or_made_up() {
    let seller = config(&SELLER).unwrap().seller;
    assert_eq!((seller.name.as_str(), seller.country.code()), ("Acme SARL", "FR"));
    assert_eq!(seller.vat_id, None, "the made up seller's id is of nobody else");
    let mut with_id = SELLER.to_vec();
    with_id.push(("SELLER_VAT_ID", "fr 40 303 265 045"));
    with_id.push(("SELLER_TAX_NUMBER", "EU372000041"));
    let seller = config(&with_id).unwrap().seller;
    assert_eq!(seller.vat_id.as_deref(), Some("FR40303265045"));
    assert_eq!(seller.tax_number.as_deref(), Some("EU372000041"));

    let foreign = refused(&[("SELLER_COUNTRY", "FR"), ("SELLER_VAT_ID", "DE136695976")]);
    assert!(foreign.starts_with("SELLER_VAT_ID: `DE136695976`: "), "{foreign}");
    assert!(refused(&[("SELLER_COUNTRY", "Germany")]).starts_with("SELLER_COUNTRY: `Germany` is not a country"));
    assert!(refused(&[("SELLER_EMAIL", "billing")]).starts_with("SELLER_EMAIL: `billing`"));
    assert!(refused(&[("SELLER_CITY", "a\nb")]).starts_with("SELLER_CITY: "));
    assert!(refused(&[("VIES_URL", "ec.europa.eu")]).starts_with("VIES_URL: "));
}

#[test]
fn legal_pages_are_the_operators_or_samples() {
    let page = |vars: &[(&str, &str)]| config(vars).unwrap().legal.page(LegalPage::Imprint);
    assert!(page(&[]).sample);
    assert!(!page(&[("LEGAL_DIR", LEGAL)]).sample);
    let missing = refused(&[("LEGAL_DIR", "no/such/folder")]);
    assert!(
        missing.starts_with("LEGAL_DIR: cannot read no/such/folder/terms.md: "),
        "{missing}"
    );
}

#[test]
fn passwords_and_secrets_are_not_shown() {
    let config = config(&[
        ("DATABASE_URL", "postgres://shop:hunter2@db/shop"),
        ("MINTREU_SECRET", SECRET),
        ("SMTP_URL", "smtps://shop:hunter2@mail.example"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
    ])
    .unwrap();
    assert_eq!(config.storage_options.len(), 1);
    let shown = format!("{config}\n{config:?}");
    assert!(config.to_string().contains("postgres://shop:…@db/shop"), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn a_provider_needs_all_its_keys() {
    assert!(refused(&[("STRIPE_SECRET_KEY", "sk_test_1")]).starts_with("STRIPE_WEBHOOK_SECRET: "));
    assert!(refused(&[("PAYPAL_CLIENT_ID", "a")]).starts_with("PAYPAL_CLIENT_SECRET: "));
    let half = [("PAYPAL_CLIENT_ID", "a"), ("PAYPAL_CLIENT_SECRET", "b")];
    assert!(refused(&half).starts_with("PAYPAL_WEBHOOK_ID: "));
    assert!(refused(&[("STRIPE_API_URL", "api.stripe.com")]).starts_with("STRIPE_API_URL: "));
    let both = [
        ("STRIPE_SECRET_KEY", "sk_test_hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1, whsec_2"),
    ];
    let config = config(&both).unwrap();
    assert_eq!(config.stripe.webhook_secrets(), ["whsec_1", "whsec_2"]);
    assert!(!config.to_string().contains("hunter2"));
}

#[test]
fn production_is_warned_of_missing_exchange_rates() {
    let warning = |vars: &[(&str, &str)], environment| {
        let config = config(vars).unwrap();
        config.invoicing.warning(config.currency, environment)
    };
    let said = warning(&[], Environment::Production).unwrap();
    assert!(said.contains("in USD") && said.contains("in EUR too"), "{said}");
    let url = ("EXCHANGE_RATES_URL", services::exchange::ECB_URL);
    for (vars, environment) in [
        (&[][..], Environment::Development),
        (&[url], Environment::Production),
        (&[("MINTREU_CURRENCY", "EUR")], Environment::Production),
        (&[("SELLER_CURRENCY", "USD")], Environment::Production),
    ] {
        assert_eq!(warning(vars, environment), None, "{vars:?}");
    }
}

#[test]
fn invoices_have_a_zone_a_currency_and_fonts() {
    let read = config(&[
        ("SELLER_COUNTRY", "CZ"),
        ("SELLER_TIME_ZONE", "europe/prague"),
        ("EXCHANGE_RATES_URL", services::exchange::ECB_URL),
        ("INVOICE_FONTS", "/usr:/tmp"),
    ])
    .unwrap()
    .to_string();
    for line in [
        "SELLER_TIME_ZONE = Europe/Prague",
        "SELLER_CURRENCY = CZK",
        "EXCHANGE_RATES_URL = https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml",
        "INVOICE_FONTS = /usr:/tmp",
    ] {
        assert!(read.lines().any(|shown| shown == line), "{line}: {read}");
    }
    let shown = |name, value| config(&[(name, value)]).unwrap().to_string();
    assert!(shown("SELLER_CURRENCY", "SEK").contains("SELLER_CURRENCY = SEK\n"));
    assert!(shown("INVOICE_FONTS", "none").contains("INVOICE_FONTS = none\n"));
    for (name, value, reason) in [
        ("SELLER_TIME_ZONE", "Berlin", "IANA"),
        ("SELLER_TIME_ZONE", "CET-1CEST", "IANA"),
        ("SELLER_CURRENCY", "euro", "ISO 4217"),
        ("SELLER_CURRENCY", "KWD", "3 decimals"),
        ("EXCHANGE_RATES_URL", "ecb", "http"),
        ("INVOICE_FONTS", "/usr:/no/such/folder", "/no/such/folder"),
    ] {
        let refused = refused(&[(name, value)]);
        assert!(refused.starts_with(name), "{refused}");
        assert!(refused.contains(reason), "{refused}");
    }
}
