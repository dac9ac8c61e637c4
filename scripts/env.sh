# Sourced by every script: chooses the toolchain that scripts/setup found and puts the
# pinned tools first on PATH. Installs nothing. In a bash of your own:
#   . scripts/env.sh && cargo leptos watch
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/versions.sh
. "$root/scripts/versions.sh"

export MINTREU_CACHE=${MINTREU_CACHE:-$HOME/.cache/mintreu}
# MINTREU_TOOLCHAIN forces one way to a toolchain: rustup, stable or debian.
toolchain_state=$MINTREU_CACHE/toolchain-$RUST_VERSION-${MINTREU_TOOLCHAIN:-auto}
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' \
    "$root/Cargo.lock" 2>/dev/null || true)
npm_tools=$MINTREU_CACHE/tools/npm-$(cksum < "$root/scripts/tools/package-lock.json" | cut -d' ' -f1)
python_tools=$MINTREU_CACHE/tools/python-$(cksum < "$root/scripts/tools/requirements.txt" | cut -d' ' -f1)
cargo_leptos_dir=$MINTREU_CACHE/tools/cargo-leptos-$CARGO_LEPTOS_VERSION
cargo_deny_dir=$MINTREU_CACHE/tools/cargo-deny-$CARGO_DENY_VERSION
wasm_bindgen_dir=$MINTREU_CACHE/tools/wasm-bindgen-cli-$wasm_bindgen_version

first_on_path() {
    case ":$PATH:" in
        ":$1:"*) ;;
        *) PATH=$1:$PATH ;;
    esac
}
[ ! -d "$HOME/.cargo/bin" ] || case ":$PATH:" in
    *":$HOME/.cargo/bin:"*) ;;
    *) first_on_path "$HOME/.cargo/bin" ;;
esac
first_on_path "$cargo_leptos_dir/bin"
first_on_path "$cargo_deny_dir/bin"
first_on_path "$wasm_bindgen_dir/bin"
# npm's wasm-opt must win: an old one from the system breaks the externref table.
first_on_path "$npm_tools/node_modules/.bin"
export PATH

# The Python that has the tests' validators; scripts/setup test makes it.
export MINTREU_PYTHON=$python_tools/bin/python

if [ -r "$toolchain_state" ] && command -v rustup >/dev/null; then
    RUSTUP_TOOLCHAIN=$(cat "$toolchain_state")
    export RUSTUP_TOOLCHAIN
fi

# The build is looked for in target/, by the suite, the benchmark and people.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR

# Packages must bring no browser of their own: the suite uses the system's Chromium.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
if [ -z "${CHROMIUM_PATH:-}" ]; then
    CHROMIUM_PATH=$(command -v chromium || command -v chromium-browser || command -v google-chrome \
        || command -v google-chrome-stable || true)
fi
export CHROMIUM_PATH
