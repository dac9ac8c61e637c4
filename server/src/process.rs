//! What the process asks of the system: files that are its own, and enough of them.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};

/// Files that are no connections: the database, logs, what is sent and stored.
const OTHER_FILES: u64 = 128;
/// As many as anybody needs.
const MOST_FILES: u64 = 1 << 16;

/// Makes what this process writes readable by its own user alone: database, mail, files.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Raises the limit on open files as far as the system lets it, and says how many connections that leaves room for.
pub fn raise_file_limit(most_connections: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.unwrap_or(MOST_FILES).min(MOST_FILES);
    let current = limit.current.unwrap_or(MOST_FILES);
    let raised = Rlimit {
        current: Some(wanted),
        maximum: limit.maximum,
    };
    let files = if wanted > current && setrlimit(Resource::Nofile, raised).is_ok() {
        wanted
    } else {
        current
    };
    room_for(files, most_connections)
}

/// At least a few, whatever the limit.
fn room_for(files: u64, most_connections: usize) -> usize {
    let room = files.saturating_sub(OTHER_FILES).max(files / 2).max(1);
    usize::try_from(room).unwrap_or(usize::MAX).min(most_connections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_the_rest() {
        assert_eq!(room_for(1_024, 4_000), 896);
        assert_eq!(room_for(65_536, 4_000), 4_000);
        assert_eq!(room_for(64, 4_000), 32);
        assert_eq!(room_for(0, 4_000), 1);
    }
}
