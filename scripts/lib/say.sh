# How the scripts speak. Sourced.
# shellcheck shell=bash
say() { printf '==> %s\n' "$*" >&2; }

die() {
    printf '\nerror: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a long step with its output in a log.
logged() { # logged LOG COMMAND…
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null
}

# The same, and shows the log's end if the step fails.
quietly() {
    logged "$@" || {
        tail -n 25 "$1" >&2
        printf '       (all of it: %s)\n' "$1" >&2
        return 1
    }
}
