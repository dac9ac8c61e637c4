//! The binary: what it prints, where, and with which exit code.

use std::path::Path;
use std::process::{Command, Output};

use services::testing::{lines, time};
use store::{NewJob, Store};

use crate::support::products;

/// Runs `mintreu` in a folder, with nothing of this process's environment but what is given.
pub(crate) fn mintreu(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintreu"));
    command
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs it, expects this exit code, and gives what it wrote to stderr.
pub(crate) fn refused(folder: &Path, variables: &[(&str, &str)], arguments: &[&str], code: i32) -> String {
    let output = mintreu(folder, variables, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    text(&output.stderr).to_owned()
}

pub(crate) fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = mintreu(folder, &[], arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    text(&output.stdout).to_owned()
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    assert!(done(folder.path(), &["--help"]).contains("check-config"));
    for command in [
        "serve",
        "migrate",
        "import",
        "export",
        "generate",
        "seed",
        "release",
        "discount",
        "tax",
        "refund",
        "account",
        "jobs",
        "check-config",
    ] {
        let help = done(folder.path(), &[command, "--help"]);
        assert!(help.contains(&format!("Usage: mintreu {command}")), "{help}");
    }
    assert!(refused(folder.path(), &[], &["serv"], 2).contains("unrecognized subcommand"));
    assert!(refused(folder.path(), &[], &["generate"], 2).contains("--products"));
}

/// As `mintreu … | head -0`.
fn unread(folder: &Path, arguments: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintreu"));
    let command = command.current_dir(folder).env_clear().args(arguments);
    command.stdout(writer).output().unwrap()
}

#[test]
fn whoever_stops_reading_stops_no_command() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalogue.jsonl"), lines(&products())).unwrap();
    std::fs::write(folder.path().join("ember.zip"), "0123456789abcdef").unwrap();
    for arguments in [
        "check-config",
        "migrate",
        "import catalogue.jsonl",
        "export",
        "export out.jsonl",
        "generate --products 1 --out a.jsonl",
        "generate --products 1",
        "seed",
        "release add ember-theme 1.0.0 ember.zip --notes New.",
        "release list ember-theme",
        "discount add SPRING --percent 10",
        "discount list",
        "discount remove SPRING",
        "tax set DE 19",
        "tax list",
        "tax exchange-rate set USD 1.1",
        "tax exchange-rate list",
        "jobs",
        "--help",
    ] {
        let output = unread(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
        let errors = text(&output.stderr).to_lowercase();
        let quiet = !errors.contains("panic") && !errors.contains("pipe");
        assert!(output.status.success() && quiet, "{arguments}: {output:?}");
    }
    let list = done(folder.path(), &["release", "list", "ember-theme"]);
    assert!(list.starts_with("1.0.0  "), "what was asked for was done: {list}");
}

#[test]
fn a_catalogue_is_imported_and_a_bad_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.jsonl");
    std::fs::write(&file, lines(&products())).unwrap();
    assert_eq!(
        done(folder.path(), &["import", "catalogue.jsonl"]),
        "imported 3 products: 3 new, 0 updated\n"
    );
    assert_eq!(
        done(folder.path(), &["import", "catalogue.jsonl"]),
        "imported 3 products: 0 new, 3 updated\n"
    );
    assert!(folder.path().join("var/mintreu.db").is_file(), "the default database");

    std::fs::write(&file, lines(&products()).replace("\"packages\"", "\"No Slug\"")).unwrap();
    let error = refused(folder.path(), &[], &["import", "catalogue.jsonl"], 1);
    assert!(
        error.starts_with("mintreu: catalogue.jsonl: line 3, category: "),
        "{error}"
    );
    let error = refused(folder.path(), &[], &["import", "missing.jsonl"], 1);
    assert!(error.starts_with("mintreu: missing.jsonl: "), "{error}");
}

#[test]
fn generated_products_are_the_same_each_time_and_can_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["a.jsonl", "b.jsonl"] {
        done(folder.path(), &["generate", "--products", "40", "--out", file]);
    }
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert_eq!(
        (read("a.jsonl").lines().count(), read("a.jsonl")),
        (40, read("b.jsonl"))
    );
    assert_eq!(
        done(folder.path(), &["generate", "--products", "40"]),
        "imported 40 products: 40 new, 0 updated\n"
    );
    assert_eq!(
        done(folder.path(), &["import", "a.jsonl"]),
        "imported 40 products: 0 new, 40 updated\n"
    );
}

#[test]
fn what_is_exported_is_imported_and_exported_the_same() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(done(folder.path(), &["export"]), "", "an empty catalogue");
    std::fs::write(folder.path().join("catalogue.jsonl"), lines(&products())).unwrap();
    done(folder.path(), &["import", "catalogue.jsonl"]);
    let exported = done(folder.path(), &["export"]);
    let slugs = |text: &str| -> Vec<String> {
        let slug = |line: &str| serde_json::from_str::<domain::Product>(line).unwrap().slug.to_string();
        text.lines().map(slug).collect()
    };
    let mut all = slugs(&lines(&products()));
    all.sort();
    assert_eq!(slugs(&exported), all);

    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("exported.jsonl"), &exported).unwrap();
    done(other.path(), &["import", "exported.jsonl"]);
    assert_eq!(
        done(other.path(), &["export", "again.jsonl"]),
        "exported 3 products to again.jsonl\n"
    );
    assert_eq!(
        std::fs::read_to_string(other.path().join("again.jsonl")).unwrap(),
        exported
    );
    assert!(!other.path().join("again.jsonl.part").exists());
    let error = refused(folder.path(), &[], &["export", "none/out.jsonl"], 1);
    assert!(
        error.starts_with("mintreu: none/out.jsonl: cannot be written: "),
        "{error}"
    );
}

#[test]
fn the_demo_is_loaded_once_where_the_catalogue_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let seeded = done(folder.path(), &["seed", "--if-empty"]);
    assert!(
        seeded.starts_with("imported ") && seeded.contains("\nadded "),
        "{seeded}"
    );
    assert!(folder.path().join("var/files/releases").is_dir(), "the default storage");
    assert!(done(folder.path(), &["seed"]).ends_with("\nadded 0 releases\n"));
    assert_eq!(
        done(folder.path(), &["seed", "--if-empty"]),
        "the catalogue has products already\n"
    );
}

#[test]
fn releases_are_added_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalogue.jsonl"), lines(&products())).unwrap();
    done(folder.path(), &["import", "catalogue.jsonl"]);
    std::fs::write(folder.path().join("ember.zip"), "0123456789abcdef").unwrap();
    let add = [
        "release",
        "add",
        "ember-theme",
        "1.0.0",
        "ember.zip",
        "--notes",
        "Dark mode.\nAnd light.",
    ];
    let hash = "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";
    assert_eq!(
        done(folder.path(), &["release", "list", "ember-theme"]),
        "no releases\n"
    );
    assert_eq!(
        done(folder.path(), &add),
        format!("added ember-theme 1.0.0: ember.zip, 16 bytes\nsha256 {hash}\n")
    );
    let list = done(folder.path(), &["release", "list", "ember-theme"]);
    assert!(
        list.starts_with("1.0.0  ") && list.contains(hash) && list.ends_with("\n  Dark mode.\n  And light.\n"),
        "{list}"
    );
    assert_eq!(
        refused(folder.path(), &[], &add, 1),
        "mintreu: ember-theme already has a release 1.0.0: releases can’t be changed, choose a new version\n"
    );
    for arguments in [
        &["release", "add", "ember-team", "1", "ember.zip"][..],
        &["release", "list", "ember-team"],
    ] {
        assert_eq!(
            refused(folder.path(), &[], arguments, 1),
            "mintreu: there is no product `ember-team`\n"
        );
    }
    let error = refused(
        folder.path(),
        &[],
        &["release", "add", "ember-theme", "2", "none.zip"],
        1,
    );
    assert!(error.starts_with("mintreu: none.zip: "), "{error}");
    let gone = [("STORAGE_URL", "file://ember.zip/files")];
    let error = refused(folder.path(), &gone, &add, 1);
    assert!(
        error.starts_with("mintreu: cannot create the folder ember.zip/files"),
        "{error}"
    );
}

#[test]
fn an_account_is_logged_out_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = refused(
        folder.path(),
        &[],
        &["account", "end-sessions", "nobody@example.com"],
        1,
    );
    assert!(
        nobody.contains("there is no account with the address nobody@example.com"),
        "{nobody}"
    );
    let url = format!("sqlite://{}/var/mintreu.db", folder.path().display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&url).await.unwrap();
        let mut write = store.write().await.unwrap();
        let email = domain::Email::parse("ada@example.com").unwrap();
        let account = store::NewAccount {
            email: &email,
            name: "Ada",
            password: "",
        };
        let now = time("2026-02-01T12:00:00Z");
        let id = write.register(&account, now).await.unwrap().unwrap();
        for token in [[1; 32], [2; 32]] {
            let session = store::NewSession {
                token: &token,
                account: id,
                device: "",
                network: "",
                now,
                expires_at: now.plus_days(30),
            };
            write.begin_session(&session).await.unwrap();
        }
        write.save().await.unwrap();
        store.close().await;
    });
    let end = || done(folder.path(), &["account", "end-sessions", "Ada@Example.com"]);
    assert_eq!(end(), "ended 2 sessions\n");
    assert_eq!(end(), "ended 0 sessions\n");
}

#[test]
fn jobs_are_listed_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(done(folder.path(), &["jobs"]), "no jobs\n");
    assert_eq!(done(folder.path(), &["jobs", "--failed"]), "no failed jobs\n");
    assert_eq!(
        refused(folder.path(), &[], &["jobs", "--retry", "7"], 1),
        "mintreu: there is no job 7 to try again: done and running ones are left alone\n"
    );

    let database = format!("sqlite://{}", folder.path().join("var/mintreu.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = Store::open(&database).await.unwrap();
        let now = time("2026-01-31T08:00:00Z");
        let mut write = store.write().await.unwrap();
        for key in ["order-1", "order-2"] {
            let job = NewJob {
                kind: "mail",
                key: Some(key),
                payload: serde_json::json!({}),
                run_at: now,
            };
            write.push_job(&job, now).await.unwrap();
        }
        write.save().await.unwrap();
        let job = store.claim_job(now, now, &[]).await.unwrap().unwrap();
        store.fail_job(&job, "no\nroute", None).await.unwrap();
        store.close().await;
    });
    let table = done(folder.path(), &["jobs"]);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        lines[0],
        ["ID", "KIND", "STATE", "ATTEMPTS", "DUE", "KEY", "ERROR"],
        "{table}"
    );
    assert_eq!(
        lines[1],
        ["2", "mail", "waiting", "0", "2026-01-31T08:00:00Z", "order-2"],
        "{table}"
    );
    assert_eq!(
        lines[2],
        ["1", "mail", "failed", "1", "-", "order-1", "no", "route"],
        "{table}"
    );
    assert_eq!(done(folder.path(), &["jobs", "--failed"]).lines().count(), 2);
    assert_eq!(done(folder.path(), &["jobs", "--retry", "1"]), "job 1 is due again\n");
    assert_eq!(done(folder.path(), &["jobs", "--failed"]), "no failed jobs\n");
}

#[test]
fn discount_codes_are_made_shown_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalogue.jsonl"), lines(&products())).unwrap();
    done(folder.path(), &["import", "catalogue.jsonl"]);
    let slug = products()[0].slug.to_string();
    assert_eq!(done(folder.path(), &["discount", "list"]), "");
    let spring = done(folder.path(), &["discount", "add", "spring", "--percent", "12.5"]);
    assert_eq!(spring, "SPRING  12.5% off, used 0 times\n");
    let all = "discount add FIVE --amount 5 --starts 2026-02-01T00:00:00Z --ends 2026-03-01T01:00:00+01:00 --limit 10";
    let mut all: Vec<&str> = all.split(' ').collect();
    all.extend(["--product", &slug]);
    let five = done(folder.path(), &all);
    assert_eq!(
        five,
        format!("FIVE  $5.00 off {slug}, from 2026-02-01T00:00:00Z, until 2026-03-01T00:00:00Z, used 0 of 10 times\n")
    );
    assert_eq!(done(folder.path(), &["discount", "list"]), five.clone() + &spring);
    assert_eq!(
        done(folder.path(), &["discount", "remove", "spring"]),
        "removed SPRING\n"
    );
    assert_eq!(done(folder.path(), &["discount", "list"]), five);

    let refused = |arguments: &str, code| {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        refused(folder.path(), &[], &arguments, code)
    };
    assert_eq!(
        refused("discount add five --percent 5", 1),
        "mintreu: the code FIVE already exists\n"
    );
    assert_eq!(
        refused("discount add SIX --percent 5 --product nothing", 1),
        "mintreu: there is no product `nothing`\n"
    );
    assert_eq!(
        refused("discount add SIX --amount 5.001", 1),
        "mintreu: --amount: has too many decimal places for this currency\n"
    );
    assert_eq!(
        refused("discount remove SPRING", 1),
        "mintreu: there is no code `SPRING`\n"
    );
    assert!(refused("discount add SIX --percent 0", 1).starts_with("mintreu: the percentage must be more than 0%"));
    assert!(refused("discount add SIX --percent 120", 2).contains("must be a percentage from 0 to 100"));
    assert!(refused("discount add SIX --percent 5 --amount 5", 2).contains("cannot be used with"));
    assert!(refused("discount add SIX", 2).contains("--percent"));
    assert!(refused("discount add SIX --percent 5 --ends tomorrow", 2).contains("expected RFC 3339"));
}

#[test]
fn exchange_rates_are_shown_and_set() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &str| done(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
    assert_eq!(run("tax exchange-rate list"), "");
    let set = "1 EUR = 1.0876 USD (set by the seller, 30 January 2026)\n";
    assert_eq!(run("tax exchange-rate set USD 1.0876 --day 2026-01-30"), set);
    let krona = "1 EUR = 11.2500 SEK (Riksbanken, 31 January 2026)\n";
    assert_eq!(
        run("tax exchange-rate set SEK 11,25 --day 2026-01-31 --source Riksbanken"),
        krona
    );
    assert_eq!(run("tax exchange-rate list"), format!("{krona}{set}"));
    for (arguments, code, reason) in [
        ("set EUR 1", 2, "against the euro"),
        ("set usd 1", 2, "ISO 4217"),
        ("set USD 0", 2, "is not an exchange rate"),
        ("set USD 1.2345678", 2, "is not an exchange rate"),
        ("set USD 1.1 --day 2026-02-30", 2, "is not a day"),
        ("set USD 1.1 --day 9999-01-01", 1, "has not come yet"),
        ("fetch", 1, "EXCHANGE_RATES_URL is not set"),
    ] {
        let arguments: Vec<&str> = ["tax", "exchange-rate"]
            .into_iter()
            .chain(arguments.split(' '))
            .collect();
        let error = refused(folder.path(), &[], &arguments, code);
        assert!(error.contains(reason), "{arguments:?}: {error}");
    }
}

#[test]
fn tax_rates_are_shown_and_set() {
    let folder = tempfile::tempdir().unwrap();
    let list = done(folder.path(), &["tax", "list"]);
    assert_eq!(list.lines().count(), 29);
    assert!(
        list.contains("DE  VAT 19%  Germany, EU\n") && list.contains("CH  VAT 8.1%  Switzerland\n"),
        "{list}"
    );
    assert_eq!(
        done(folder.path(), &["tax", "set", "DE", "16.5", "--name", "MwSt"]),
        "DE  MwSt 16.5%  Germany, EU\n"
    );
    assert!(done(folder.path(), &["tax", "list"]).contains("DE  MwSt 16.5%  Germany, EU\n"));
    assert!(refused(folder.path(), &[], &["tax", "set", "ZZ", "5"], 2).contains("`ZZ` is not a country"));
    assert!(refused(folder.path(), &[], &["tax", "set", "DE", "-5"], 2).contains("unexpected argument"));
    assert!(refused(folder.path(), &[], &["tax", "set", "DE", "5", "--name", " "], 2).contains("1 to 20 characters"));
}
