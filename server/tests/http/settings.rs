//! Settings as commands read them.

use crate::command_line::{done, mintreu, refused, text};

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
fn check_config_says_all_that_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("PUBLIC_URL", "https://shop.example"),
        ("LEPTOS_SITE_ADDR", "0.0.0.0:3000"),
        ("STRIPE_SECRET_KEY", "sk_live_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1"),
    ];
    let output = mintreu(folder.path(), &settings, &["check-config"]);
    assert_eq!(output.status.code(), Some(1));
    for variable in ["PUBLIC_URL", "LEPTOS_SITE_ADDR", "STRIPE_SECRET_KEY"] {
        assert!(
            text(&output.stderr).contains(&format!("mintreu: {variable}: ")),
            "{output:?}"
        );
        assert!(text(&output.stdout).contains(&format!("{variable} = ")), "{output:?}");
        let alone = refused(folder.path(), &settings, &["migrate"], 1);
        assert_eq!(alone.lines().count(), 1, "other commands stop at the first");
    }
}

/// What the program writes is its user's alone: database, mail, files, and their folders.
#[test]
fn what_is_written_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["seed"]);
    let mut open = vec![folder.path().join("var")];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
        seen += 1;
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    assert!(seen > 10, "a database, folders and releases");
}
