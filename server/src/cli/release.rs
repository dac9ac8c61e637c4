//! `mintreu release`: versions of products, for those who sell them.

use std::path::PathBuf;

use clap::Subcommand;
use services::Releases;
use services::releases::AddError;

use super::Error;

#[derive(Subcommand)]
pub enum Command {
    /// Add a version of a product: a file that its buyers download
    Add {
        /// The product's slug
        product: String,
        /// Such as 1.2.0; each once
        version: String,
        /// Saved under this name by who downloads it
        file: PathBuf,
        /// What is new
        #[arg(long, default_value = "")]
        notes: String,
    },
    /// List a product's versions, newest first
    List {
        /// The product's slug
        product: String,
    },
}

/// Runs the command.
///
/// # Errors
/// [`Error::Release`].
pub async fn run(command: Command, releases: &Releases) -> Result<(), Error> {
    match command {
        Command::Add {
            product,
            version,
            file,
            notes,
        } => {
            let added = releases.add(&product, &version, &file, &notes).await?;
            say!("added {product} {version}: {}, {} bytes", added.file, added.size);
            say!("sha256 {}", added.sha256);
        }
        Command::List { product } => {
            if !releases.is_product(&product).await? {
                return Err(AddError::UnknownProduct(product).into());
            }
            let all = releases.for_product(&product).await?;
            if all.is_empty() {
                say!("no releases");
            }
            for release in all {
                let day = release.published_at.day();
                say!("{}  {day}  {}  {} bytes", release.version, release.file, release.size);
                say!("  sha256 {}", release.sha256);
                release.notes.lines().for_each(|line| say!("  {line}"));
            }
        }
    }
    Ok(())
}
