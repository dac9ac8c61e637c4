# The system's packages: what is there, and apt's help where it may be had. Sourced.
# shellcheck shell=bash

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() { [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

# Installs the named Debian packages, or fails without a word (the caller explains).
# Descriptor 9 is the set-up's lock: a server started by a package must not keep it.
apt_install() {
    have apt-get && may_be_root || return 1
    say "installing Debian packages: $* (a minute or two)"
    quietly "$MINTREU_CACHE/log/apt.log" as_root apt-get update -q 9>&- \
        || say "apt-get update failed; trying with the lists at hand"
    quietly "$MINTREU_CACHE/log/apt.log" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" 9>&-
}

# The folder of PostgreSQL's server programs, empty when there is none.
postgres_bin() {
    local dir
    if have initdb && have pg_ctl; then
        dirname "$(readlink -f "$(command -v initdb)")"
        return
    fi
    for dir in $(have pg_config && pg_config --bindir) $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then
            printf '%s\n' "$dir"
            return
        fi
    done
}

# A Python that can make an environment for packages, empty when there is none.
python_with_venv() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
}

# Sees to it that the programs a target needs are there: need_programs chromium postgresql python wrk
need_programs() {
    local name missing=()
    for name in "$@"; do
        case $name in
            chromium) [ -n "$CHROMIUM_PATH" ] && [ -x "$CHROMIUM_PATH" ] || missing+=(chromium fonts-liberation) ;;
            postgresql) [ -n "$(postgres_bin)" ] || missing+=(postgresql) ;;
            python) [ -n "$(python_with_venv)" ] || missing+=(python3 python3-venv) ;;
            *) have "$name" || missing+=("$name") ;;
        esac
    done
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}" || die "these programs are missing: ${missing[*]}" \
        "On Debian or Ubuntu: sudo apt-get install ${missing[*]}" \
        "Elsewhere install PostgreSQL's server (initdb, pg_ctl), Chromium or Chrome, and Python 3.10 or newer with venv;" \
        "CHROMIUM_PATH names a browser that is not on PATH."
}

# Debian has Chromium without windows too: the browser suite takes a quarter less time in it, and does without.
want_headless_shell() {
    local package=chromium-headless-shell
    if [ "$(command -v chromium)" = /usr/bin/chromium ] && ! have "$package" \
        && [ -n "$(apt-cache policy "$package" 2>/dev/null)" ]; then
        apt_install "$package" || say "going on without $package"
    fi
}
