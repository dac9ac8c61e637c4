//! `mintreu jobs`: what waits to be done, failed or was done.

use std::fmt::Write as _;

use clap::Args;
use domain::{Clock, JobStatus};
use services::jobs;
use store::{Job, Store};

use super::Error;

#[derive(Args)]
pub struct Arguments {
    /// Only those that were given up
    #[arg(long)]
    failed: bool,
    /// Try the job of this number again at once, as if it were new
    #[arg(long, value_name = "ID", conflicts_with = "failed")]
    retry: Option<i64>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::NoJob`] where there is none to retry.
pub async fn run(arguments: &Arguments, store: &Store, clock: &dyn Clock) -> Result<(), Error> {
    if let Some(id) = arguments.retry {
        if !jobs::retry(store, clock, id).await? {
            return Err(Error::NoJob(id));
        }
        say!("job {id} is due again");
        return Ok(());
    }
    let jobs = jobs::list(store, arguments.failed).await?;
    match (jobs.is_empty(), arguments.failed) {
        (true, true) => say!("no failed jobs"),
        (true, false) => say!("no jobs"),
        (false, _) => say!("{}", table(&jobs).trim_end()),
    }
    Ok(())
}

/// One job a line under a line of headings; the columns are as wide as what stands in them.
fn table(jobs: &[Job]) -> String {
    const HEADINGS: [&str; 7] = ["ID", "KIND", "STATE", "ATTEMPTS", "DUE", "KEY", "ERROR"];
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(jobs.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADINGS.len() - 1).map(width).collect();
    rows.iter().fold(String::new(), |mut text, row| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            write!(line, "{cell:width$}  ").expect("a String takes every write");
        }
        line.push_str(&row[HEADINGS.len() - 1]);
        text.push_str(line.trim_end());
        text.push('\n');
        text
    })
}

fn row(job: &Job) -> [String; 7] {
    let due = matches!(job.state, JobStatus::Waiting | JobStatus::Running).then(|| job.run_at.to_string());
    [
        job.id.to_string(),
        job.kind.clone(),
        job.state.to_string(),
        job.attempts.to_string(),
        due.unwrap_or_else(|| "-".to_owned()),
        job.key.clone().unwrap_or_else(|| "-".to_owned()),
        job.error.clone().unwrap_or_default().replace(['\n', '\r'], " "),
    ]
}
