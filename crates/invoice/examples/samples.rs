//! Writes every sample invoice as PDF and XML, to look at: `cargo run -p invoice --example samples [FOLDER]`.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = std::env::args_os().nth(1).unwrap_or("target/invoices".into()).into();
    std::fs::create_dir_all(&folder)?;
    for (name, invoice) in invoice::samples::all() {
        std::fs::write(folder.join(name).with_extension("xml"), invoice::xml(&invoice))?;
        std::fs::write(folder.join(name).with_extension("pdf"), invoice::pdf(&invoice)?)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}
