//! Who may import whom, held by `cargo metadata`. Only rules about the dependency
//! graph live here. Dev-dependencies are free, as they ship nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

/// Each member with the members it may depend on.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("catalog", &["domain"]),
    ("views", &["domain"]),
    ("store", &["domain"]),
    ("invoice", &["domain"]),
    ("payments", &["domain"]),
    ("payments-fakes", &["domain", "payments"]),
    (
        "services",
        &["domain", "catalog", "invoice", "store", "payments", "views"],
    ),
    ("app", &["domain", "catalog", "services", "views"]),
    (
        "server",
        &["app", "domain", "catalog", "payments", "services", "store", "views"],
    ),
    ("frontend", &["app"]),
    ("bench", &["domain", "catalog", "payments", "services", "store"]),
];

/// Foreign crates that only the named members may depend on.
const OWNED: &[(&str, &[&str])] = &[("sqlx", &["store"]), ("axum", &["app", "payments-fakes", "server"])];

/// Members that are pure: no I/O, no async runtime, no database.
const PURE: &[&str] = &["domain", "catalog", "views"];
const IMPURE_CRATES: &[&str] = &["tokio", "sqlx", "reqwest", "axum", "leptos", "futures", "mio"];

/// What must never reach the browser.
const SERVER_ONLY: &[&str] = &["tokio", "sqlx", "mio", "services", "store", "payments", "server"];

/// What `cargo COMMAND` prints in the repository's root.
fn cargo(command: &str) -> String {
    let out = Command::new(env!("CARGO"))
        .args(command.split(' '))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo started this test");
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "cargo {command} failed: {err}");
    String::from_utf8(out.stdout).expect("cargo prints UTF-8")
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

/// One dependency of a member, as its manifest declares it.
#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Absent for normal ones, else `dev` or `build`.
    kind: Option<String>,
    optional: bool,
}

/// Every member of the workspace with its normal and build dependencies.
fn members() -> BTreeMap<String, Vec<Dependency>> {
    let json = cargo("metadata --no-deps --format-version 1");
    let metadata: Metadata = serde_json::from_str(&json).expect("cargo's metadata has this shape");
    let shipped = |mut package: Package| {
        package.dependencies.retain(|d| d.kind.as_deref() != Some("dev"));
        (package.name, package.dependencies)
    };
    metadata.packages.into_iter().map(shipped).collect()
}

#[test]
fn members_import_only_what_their_layer_may() {
    let members = members();
    for (name, dependencies) in &members {
        let (_, may) = MAY_IMPORT
            .iter()
            .find(|(member, _)| member == name)
            .unwrap_or_else(|| panic!("{name} has no rule: add it to MAY_IMPORT"));
        for dependency in dependencies.iter().filter(|d| members.contains_key(&d.name)) {
            let wanted = dependency.name.as_str();
            assert!(may.contains(&wanted), "{name} may not import {wanted}, only {may:?}");
        }
    }
}

#[test]
fn foreign_crates_stay_with_their_owners() {
    for (name, dependencies) in &members() {
        for Dependency { name: wanted, .. } in dependencies {
            if let Some((_, owners)) = OWNED.iter().find(|(owned, _)| owned == wanted) {
                assert!(
                    owners.contains(&name.as_str()),
                    "{name} may not import {wanted}: {owners:?} do"
                );
            }
            let pure = PURE.contains(&name.as_str());
            assert!(
                !pure || !IMPURE_CRATES.contains(&wanted.as_str()),
                "{name} is pure and may not import {wanted}"
            );
        }
    }
}

/// Optional, so that only `ssr` brings them; that `hydrate` doesn't is seen below.
#[test]
fn the_app_has_services_only_on_the_server() {
    let members = members();
    let services = members["app"].iter().find(|d| d.name == "services");
    assert!(
        services.is_some_and(|d| d.optional),
        "app's services must be optional, under ssr"
    );
}

#[test]
fn nothing_of_the_server_reaches_the_browser() {
    let tree = cargo("tree -p frontend --target wasm32-unknown-unknown --edges normal --prefix none --format {p}");
    let crates: BTreeSet<&str> = tree.lines().filter_map(|l| l.split(' ').next()).collect();
    assert!(crates.contains("leptos"), "the tree should hold leptos:\n{tree}");
    for name in SERVER_ONLY {
        assert!(!crates.contains(name), "{name} is in the browser's build");
    }
}
