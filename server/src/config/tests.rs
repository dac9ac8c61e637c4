//! What settings are taken, refused and shown.

use super::*;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

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
         PUBLIC_URL = http://127.0.0.1:3000\nMINTREU_ENV = development\nMINTREU_SECRET = (none)\n\
         MINTREU_CURRENCY = USD\nMINTREU_CLOCK = (the system's)\nMINTREU_LOG = text\nRUST_LOG = info"
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
    assert_eq!(url("0.0.0.0:80"), "http://127.0.0.1:80");
    assert_eq!(
        config(&[("PUBLIC_URL", "https://a.example/")]).unwrap().public_url,
        "https://a.example"
    );
}

#[test]
fn refusals_name_the_variable() {
    assert!(refused(&[("LEPTOS_SITE_ADDR", "3000")]).starts_with("LEPTOS_SITE_ADDR: `3000`"));
    assert!(refused(&[("MINTREU_ENV", "prod")]).starts_with("MINTREU_ENV: `prod`"));
    assert!(refused(&[("MINTREU_LOG", "xml")]).starts_with("MINTREU_LOG: `xml`"));
    assert!(refused(&[("MINTREU_CURRENCY", "usd")]).starts_with("MINTREU_CURRENCY: `usd`"));
    assert!(refused(&[("MINTREU_CLOCK", "noon")]).starts_with("MINTREU_CLOCK: `noon`"));
    let mysql = refused(&[("DATABASE_URL", "mysql://u:hunter2@h/d")]);
    assert!(
        mysql.starts_with("DATABASE_URL: ") && !mysql.contains("hunter2"),
        "{mysql}"
    );
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
        config(&all)
    };
    assert_eq!(production(&[]).unwrap().environment, Environment::Production);
    let refused = |vars: &[(&str, &str)]| production(vars).expect_err("should be refused").variable;
    assert_eq!(refused(&[("MINTREU_SECRET", "")]), "MINTREU_SECRET");
    assert_eq!(refused(&[("MINTREU_SECRET", "short")]), "MINTREU_SECRET");
    assert_eq!(refused(&[("PUBLIC_URL", "http://shop.example")]), "PUBLIC_URL");
    assert_eq!(refused(&[("MINTREU_CLOCK", "2026-01-31T00:00:00Z")]), "MINTREU_CLOCK");
}

#[test]
fn passwords_and_secrets_are_not_shown() {
    let config = config(&[
        ("DATABASE_URL", "postgres://shop:hunter2@db/shop"),
        ("MINTREU_SECRET", SECRET),
    ])
    .unwrap();
    let shown = format!("{config}\n{config:?}");
    assert!(config.to_string().contains("postgres://shop:…@db/shop"), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains(SECRET), "{shown}");
}
