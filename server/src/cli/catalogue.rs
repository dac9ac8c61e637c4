//! `mintreu import`, `export`, `generate` and `seed`: the catalogue from and to files, with the progress shown.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use domain::Currency;
use services::{Catalogue, ExportError, ImportReport, Releases, generate};

use super::Error;
use super::progress::ProgressDisplay;

/// A file to import with its name for messages.
pub(super) type Opened = (String, Box<dyn BufRead + Send>);

/// Opens a file to import; `-` is standard input.
pub(super) fn open(file: &Path) -> Result<Opened, Error> {
    if is_standard(file) {
        return Ok(("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = file.display().to_string();
    match File::open(file) {
        Ok(opened) => Ok((name, Box::new(BufReader::new(opened)))),
        Err(source) => Err(Error::File { file: name, source }),
    }
}

fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}

pub(super) async fn import(catalogue: &Catalogue, (file, reader): Opened) -> Result<(), Error> {
    let shown = ProgressDisplay::start();
    let imported = catalogue.import_with(reader, shown.progress()).await;
    drop(shown);
    report(imported.map_err(|source| Error::Import { file, source })?);
    Ok(())
}

pub(super) async fn export(catalogue: &Catalogue, file: &Path) -> Result<(), Error> {
    if is_standard(file) {
        let shown = ProgressDisplay::start();
        let out = BufWriter::new(io::stdout());
        return match catalogue.export(out, &shown.progress()).await {
            // Whoever reads may have stopped, as `head` does.
            Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map(drop).map_err(|source| Error::Export {
                file: "standard output".to_owned(),
                source,
            }),
        };
    }
    let name = file.display().to_string();
    let failed = |source| Error::Export {
        file: name.clone(),
        source,
    };
    // Beside the file first: one that is there stays whole until the new one is.
    let part = PathBuf::from(format!("{name}.part"));
    let shown = ProgressDisplay::start();
    let written = match File::create(&part) {
        Ok(out) => catalogue.export(BufWriter::new(out), &shown.progress()).await,
        Err(error) => Err(error.into()),
    };
    drop(shown);
    let moved = written.and_then(|count| Ok(fs::rename(&part, file).map(|()| count)?));
    let count = moved.map_err(|error| {
        fs::remove_file(&part).ok();
        failed(error)
    })?;
    say!("exported {count} products to {name}");
    Ok(())
}

pub(super) async fn generate(catalogue: &Catalogue, products: u32) -> Result<(), Error> {
    let shown = ProgressDisplay::start();
    let generated = catalogue.generate_with(products, shown.progress()).await;
    drop(shown);
    report(generated?);
    Ok(())
}

/// Makes products up and writes them to a file.
pub(super) fn write_generated(products: u32, currency: Currency, file: &Path) -> Result<(), Error> {
    let shown = ProgressDisplay::start();
    let progress = shown.progress();
    let write = || {
        let mut out = BufWriter::new(File::create(file)?);
        for product in generate::products_with(products, currency, &progress) {
            serde_json::to_writer(&mut out, &product)?;
            out.write_all(b"\n")?;
        }
        out.flush()
    };
    let written = write();
    drop(shown);
    written.map_err(|source| Error::File {
        file: file.display().to_string(),
        source,
    })?;
    say!("wrote {products} products to {}", file.display());
    Ok(())
}

/// Loads the demo with its releases.
pub(super) async fn seed(catalogue: &Catalogue, releases: &Releases) -> Result<(), Error> {
    let shown = ProgressDisplay::start();
    let imported = catalogue.seed_with(shown.progress()).await;
    let imported = imported.map_err(|source| Error::Import {
        file: "the demo catalogue".to_owned(),
        source,
    })?;
    let added = releases.seed_demo_with(&shown.progress()).await;
    drop(shown);
    report(imported);
    say!("added {} releases", added?);
    Ok(())
}

fn report(
    ImportReport {
        products,
        created,
        updated,
    }: ImportReport,
) {
    say!("imported {products} products: {created} new, {updated} updated");
}
