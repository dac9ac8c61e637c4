# Builds the pinned cargo tools and installs npm's and Python's packages, each once. Sourced.
# shellcheck shell=bash

# cargo_tool DIR PACKAGE VERSION MINUTES FLAG…: builds into DIR, which appears only when whole.
# A build that was broken off goes on where it stopped. A registry mirror may lack a version
# that the tool's own lock file names; then the nearest ones do.
cargo_tool() {
    local dir=$1 package=$2 version=$3 minutes=$4
    shift 4
    if [ ! -d "$dir" ]; then
        say "building $package $version (about $minutes on two cores, once)"
        set -- cargo install --force --root "$dir.part" "$@" "$package@$version"
        (
            export CARGO_TARGET_DIR=$MINTREU_CACHE/build/$package
            quietly "$MINTREU_CACHE/log/$package.log" "$@" --locked && exit
            say "once more, without its lock file"
            quietly "$MINTREU_CACHE/log/$package.log" "$@"
        ) || die "building $package $version failed"
        mv "$dir.part" "$dir"
        rm -rf "$MINTREU_CACHE/build/$package"
    fi
}

# Unoptimised, cargo-leptos is built in five minutes instead of nineteen; what it spends its
# own time on is optimised all the same.
need_cargo_leptos() {
    local package flags=(--debug --config profile.dev.debug=0)
    for package in brotli brotli-decompressor alloc-no-stdlib alloc-stdlib libflate libflate_lz77 \
        rle-decode-fast crc32fast adler2 sha2 wasmparser; do
        flags+=(--config "profile.dev.package.$package.opt-level=3")
    done
    cargo_tool "$cargo_leptos_dir" cargo-leptos "$CARGO_LEPTOS_VERSION" "6 minutes" "${flags[@]}"
}

# It works for seconds only: unoptimised it is built in a third of the time.
need_cargo_deny() {
    cargo_tool "$cargo_deny_dir" cargo-deny "$CARGO_DENY_VERSION" "4 minutes" --debug --config profile.dev.debug=0
}

need_wasm_bindgen() {
    [ -n "$wasm_bindgen_version" ] || die "Cargo.lock names no wasm-bindgen" \
        "It is part of the repository: git checkout Cargo.lock"
    cargo_tool "$wasm_bindgen_dir" wasm-bindgen-cli "$wasm_bindgen_version" "2 minutes" \
        --bin wasm-bindgen --config profile.release.opt-level=1 --config profile.release.debug=0
}

need_node() {
    { have node && have npm; } || die "Node $NODE_MAJOR or newer with npm is missing"
    [ "$(node -p 'parseInt(process.versions.node)')" -ge "$NODE_MAJOR" ] \
        || die "Node $NODE_MAJOR or newer is needed; this is $(node --version)"
}

# npm_ci DIR: installs what DIR's lock file pins, unless that is what is there.
npm_ci() {
    local dir=$1 sum
    sum=$(cat "$dir/package.json" "$dir/package-lock.json" | cksum)
    if [ "$sum" != "$(cat "$dir/node_modules/.installed" 2>/dev/null)" ]; then
        say "installing npm packages of ${dir#"$root/"} (half a minute)"
        (cd "$dir" && quietly "$MINTREU_CACHE/log/npm.log" npm ci --no-audit --no-fund) \
            || die "npm ci failed in $dir"
        mkdir -p "$dir/node_modules" # npm makes none for no packages
        printf "%s\n" "$sum" >"$dir/node_modules/.installed"
    fi
}

# wasm-opt lives in the cache, so that a fresh clone has it at once.
need_wasm_opt() {
    if [ ! -x "$npm_tools/node_modules/.bin/wasm-opt" ]; then
        mkdir -p "$npm_tools"
        cp "$root/scripts/tools/package.json" "$root/scripts/tools/package-lock.json" "$npm_tools/"
        npm_ci "$npm_tools"
    fi
}

# Validators that are not ours, in an environment of their own: the system's Python stays as it is.
need_python_tools() {
    if [ ! -e "$python_tools/.installed" ]; then
        say "installing Python packages of scripts/tools (half a minute)"
        rm -rf "$python_tools"
        { quietly "$MINTREU_CACHE/log/python.log" "$(python_with_venv)" -m venv "$python_tools" \
            && quietly "$MINTREU_CACHE/log/python.log" "$MINTREU_PYTHON" -m pip install --disable-pip-version-check \
                --no-input --only-binary :all: -r "$root/scripts/tools/requirements.txt"; } \
            || die "installing the packages of scripts/tools/requirements.txt failed"
        touch "$python_tools/.installed"
    fi
}
