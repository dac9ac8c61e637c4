//! The API before an independent judge: schemathesis sends what `openapi.json` describes, and what it does not, and looks
//! at every answer.
//!
//! `scripts/setup test` installs the judge; `scripts/env.sh` names its Python in `MINTREU_PYTHON`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::each_app;

/// How many requests of each kind are made up for an address.
const EXAMPLES: &str = "60";

fn judge() -> PathBuf {
    let python = std::env::var("MINTREU_PYTHON").unwrap_or_default();
    let judge = Path::new(&python).with_file_name("st");
    assert!(
        judge.is_file(),
        "MINTREU_PYTHON names no Python with schemathesis: run `scripts/setup test`, then `. scripts/env.sh`"
    );
    judge
}

#[tokio::test]
async fn the_api_is_as_it_describes_itself() {
    each_app(async |app| {
        let described = format!("http://{}/api/openapi.json", app.listen().await);
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(judge());
        command
            .current_dir(folder.path())
            .args(["run", &described, "--no-color", "--checks", "all", "--mode", "all"])
            .args(["--max-examples", EXAMPLES, "--generation-deterministic"])
            .args(["--request-timeout", "30", "--continue-on-failure"]);
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .unwrap()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(said.contains("Operations:"), "it tried nothing: {said}");
    })
    .await;
}
