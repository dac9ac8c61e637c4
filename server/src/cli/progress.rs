//! Shows on stderr how far long work has come: a bar on a terminal, a line every ten seconds elsewhere.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use services::Progress;

/// How often a line is written.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// How often the bar is drawn. Work that ends before is never shown.
const DRAW_EVERY: Duration = Duration::from_millis(100);

const BAR: &str = "{msg} [{bar:30}] {human_pos} of {human_len}";
/// Where nobody knows how much there is.
const SPINNER: &str = "{spinner} {msg}";

/// Shows the progress of work until it is dropped.
pub(super) struct ProgressDisplay {
    progress: Arc<Progress>,
    /// Its end tells the thread.
    ended: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ProgressDisplay {
    pub(super) fn start() -> Self {
        let progress = Arc::<Progress>::default();
        let (ended, waits) = mpsc::channel();
        let shown = progress.clone();
        let show = move || match io::stderr().is_terminal() {
            true => draw(&shown, &waits),
            false => write_lines(&shown, LINE_EVERY, &waits, |line| {
                writeln!(io::stderr(), "mintreu: {line}").ok();
            }),
        };
        Self {
            progress,
            ended: Some(ended),
            // Without a thread the work is done all the same.
            thread: thread::Builder::new().spawn(show).ok(),
        }
    }

    /// Where the work says how far it has come.
    pub(super) fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }
}

impl Drop for ProgressDisplay {
    fn drop(&mut self) {
        drop(self.ended.take());
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// Writes a line each time so much time has passed.
fn write_lines(progress: &Progress, every: Duration, ended: &Receiver<()>, mut write: impl FnMut(String)) {
    while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        let state = progress.state();
        if !state.step.is_empty() {
            write(state.to_string());
        }
    }
}

fn draw(progress: &Progress, ended: &Receiver<()>) {
    let style = |template| ProgressStyle::with_template(template).expect("a template of this file");
    let (with_total, without) = (style(BAR).progress_chars("=> "), style(SPINNER));
    let bar = ProgressBar::no_length();
    while ended.recv_timeout(DRAW_EVERY) == Err(RecvTimeoutError::Timeout) {
        let state = progress.state();
        match state.total {
            Some(total) => {
                bar.set_style(with_total.clone());
                bar.set_length(total);
                bar.set_message(state.step);
            }
            None => {
                bar.set_style(without.clone());
                bar.set_message(state.to_string());
            }
        }
        bar.set_position(state.done);
        bar.tick();
    }
    bar.finish_and_clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(1);

    #[test]
    fn write_lines_says_how_far_the_work_is_until_it_ends() {
        let progress = Arc::<Progress>::default();
        let (ended, waits) = mpsc::channel();
        let (write, written) = mpsc::channel();
        let shown = progress.clone();
        let thread = thread::spawn(move || write_lines(&shown, MOMENT, &waits, |line| write.send(line).unwrap()));
        let made = services::generate::products_with(3, domain::Currency::USD, &progress).count();
        assert_eq!(made, 3);
        let mut last = written.iter().filter(|line| line == "making up products: 3 of 3");
        assert!(last.next().is_some(), "the state of now is written");
        assert!(last.next().is_some(), "and again");
        drop(ended);
        thread.join().unwrap();
    }

    #[test]
    fn write_lines_is_silent_before_the_time_has_come() {
        let progress = Progress::default();
        services::generate::products_with(1, domain::Currency::USD, &progress).count();
        let (ended, waits) = mpsc::channel::<()>();
        drop(ended);
        write_lines(&progress, LINE_EVERY, &waits, |line| panic!("{line}"));
    }
}
