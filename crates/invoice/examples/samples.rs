//! Writes every sample invoice as PDF and XML, to look at: `cargo run -p invoice --example samples [FOLDER [FONTS…]]`.

use std::error::Error;
use std::path::PathBuf;

use invoice::SystemFonts;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().unwrap_or("target/invoices".into());
    let fonts = SystemFonts::new(arguments.collect());
    std::fs::create_dir_all(&folder)?;
    for (name, invoice) in invoice::samples::all() {
        std::fs::write(folder.join(name).with_extension("xml"), invoice::xml(&invoice))?;
        std::fs::write(folder.join(name).with_extension("pdf"), invoice::pdf(&invoice, &fonts)?)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}
