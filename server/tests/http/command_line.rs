//! The binary: what it prints, where, and with which exit code.

use std::path::Path;
use std::process::{Command, Output};

use services::testing::lines;

use crate::support::products;

/// Runs `mintreu` in a folder, with nothing of this process's environment but what is given.
fn mintreu(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintreu"));
    command
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs it, expects this exit code, and gives what it wrote to stderr.
fn refused(folder: &Path, variables: &[(&str, &str)], arguments: &[&str], code: i32) -> String {
    let output = mintreu(folder, variables, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    text(&output.stderr).to_owned()
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = mintreu(folder, &[], arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    text(&output.stdout).to_owned()
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    assert!(done(folder.path(), &["--help"]).contains("check-config"));
    for command in ["serve", "migrate", "import", "generate", "seed", "check-config"] {
        let help = done(folder.path(), &[command, "--help"]);
        assert!(help.contains(&format!("Usage: mintreu {command}")), "{help}");
    }
    assert!(refused(folder.path(), &[], &["serv"], 2).contains("unrecognized subcommand"));
    assert!(refused(folder.path(), &[], &["generate"], 2).contains("--products"));
}

#[test]
fn a_bad_setting_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let production = [("MINTREU_ENV", "production"), ("PUBLIC_URL", "https://shop.example")];
    assert_eq!(
        refused(folder.path(), &production, &["serve"], 1),
        "mintreu: MINTREU_SECRET: production needs one: at least 32 random characters\n"
    );
    assert!(refused(folder.path(), &[("RUST_LOG", "a=b=c")], &["serve"], 1).starts_with("mintreu: RUST_LOG: `a=b=c`"));
    std::fs::write(folder.path().join(".env"), "MINTREU_CURRENCY=euro\n").unwrap();
    assert!(refused(folder.path(), &[], &["check-config"], 1).starts_with("mintreu: MINTREU_CURRENCY: `euro`"));
    assert_eq!(refused(folder.path(), &[], &["check-config"], 1).lines().count(), 1);
}

#[test]
fn check_config_shows_what_holds() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".env"),
        "MINTREU_CURRENCY=EUR\nLEPTOS_SITE_ADDR=127.0.0.1:3999\n",
    )
    .unwrap();
    let output = mintreu(
        folder.path(),
        &[("LEPTOS_SITE_ADDR", "127.0.0.1:3998")],
        &["check-config"],
    );
    let shown = text(&output.stdout);
    assert!(
        shown.contains("MINTREU_CURRENCY = EUR\n") && shown.contains("PUBLIC_URL = http://127.0.0.1:3998\n"),
        "{shown}"
    );
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
fn the_demo_is_loaded_once_where_the_catalogue_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    assert!(done(folder.path(), &["seed", "--if-empty"]).starts_with("imported "));
    assert_eq!(
        done(folder.path(), &["seed", "--if-empty"]),
        "the catalogue has products already\n"
    );
}
