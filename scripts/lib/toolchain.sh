# Finds a Rust with wasm32, clippy and rustfmt, and records its name for scripts/env.sh. Sourced.
# Three ways, in this order: the pinned version from the Rust project's server, an installed
# stable that is new enough, Debian's packages. The last needs no server but Debian's.
# shellcheck shell=bash

wasm=wasm32-unknown-unknown

# rustc of the named rustup toolchain, where that is installed; of the system where there is no rustup.
rustc_of() {
    local name=$1
    shift
    RUSTUP_AUTO_INSTALL=0 RUSTUP_TOOLCHAIN=$name rustc "$@" 2>/dev/null
}

at_least() { [ "$(printf '%s\n' "$1" "$RUST_VERSION" | sort -V | head -n1)" = "$RUST_VERSION" ]; }

# Is the named toolchain complete? Costs one start of rustc.
usable() {
    local name=$1 version sysroot std
    version=$(rustc_of "$name" --version | cut -d' ' -f2)
    [ -n "$version" ] && at_least "${version%%-*}" || return 1
    sysroot=$(rustc_of "$name" --print sysroot) || return 1
    for std in "$sysroot/lib/rustlib/$wasm/lib"/libstd-*.rlib; do
        [ -e "$std" ] || return 1
    done
    [ -x "$sysroot/bin/cargo-clippy" ] && [ -x "$sysroot/bin/rustfmt" ] || return 1
    [ "$name" != debian ] || debian_std_fits
}

by_rustup() {
    have rustup || return 1
    usable "$RUST_VERSION" || {
        say "installing Rust $RUST_VERSION with rustup (about a minute)"
        logged "$MINTREU_CACHE/log/rustup.log" rustup toolchain install "$RUST_VERSION" \
            --profile minimal -c clippy -c rustfmt -t "$wasm" --no-self-update && usable "$RUST_VERSION"
    } || {
        say "rustup can't get it; trying another way (log: $MINTREU_CACHE/log/rustup.log)"
        return 1
    }
    echo "$RUST_VERSION"
}

by_stable() {
    usable stable || {
        have rustup && at_least "$(rustc_of stable --version | cut -d' ' -f2)" \
            && say "adding WebAssembly to the installed stable Rust" \
            && logged "$MINTREU_CACHE/log/rustup.log" rustup target add --toolchain stable "$wasm" \
            && usable stable
    } && echo stable
}

debian_std_dir=/usr/lib/rustlib/$wasm
debian_id() { /usr/bin/rustc -vV && dpkg-query -W -f '${Package} ${Version}\n' rustc-web; }
debian_std_fits() { [ "$(debian_id 2>/dev/null)" = "$(cat "$debian_std_dir/built-by" 2>/dev/null)" ]; }

debian_packages=(rustc-web cargo-web rust-web-src rust-web-llvm "$DEBIAN_LLD" rust-web-clippy rustfmt-web)

by_debian() {
    have dpkg-query || return 1
    dpkg-query -W -f '${db:Status-Status}\n' "${debian_packages[@]}" 2>/dev/null | grep -cx installed \
        | grep -qx "${#debian_packages[@]}" || apt_install "${debian_packages[@]}" || return 1
    at_least "$(/usr/bin/rustc --version | cut -d' ' -f2)" || {
        say "Debian's Rust is older than $RUST_VERSION: $(/usr/bin/rustc --version)"
        return 1
    }
    [ -e "$debian_std_dir/built-by" ] && debian_std_fits || build_debian_std || return 1
    if have rustup; then
        quietly "$MINTREU_CACHE/log/rustup.log" rustup toolchain link debian /usr || return 1
    fi
    usable debian && echo debian
}

# Debian has no standard library for WebAssembly: builds it from Debian's sources and
# lays it where rustc looks.
build_debian_std() (
    may_be_root || { say "laying files under $debian_std_dir needs root or sudo"; return 1; }
    say "building Rust's standard library for WebAssembly (about a minute)"
    dir=$MINTREU_CACHE/build/wasm-std
    rm -rf "$dir"
    mkdir -p "$dir/src" && cd "$dir" || return 1
    printf '[package]\nname = "only_std"\nversion = "0.0.0"\nedition = "2024"\n' >Cargo.toml
    echo '#![no_std]' >src/lib.rs
    PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 quietly "$MINTREU_CACHE/log/wasm-std.log" /usr/bin/cargo build \
        -Zbuild-std=std,panic_abort,panic_unwind --target "$wasm" --release --target-dir target || return 1
    mkdir -p laid/lib
    rm -f "target/$wasm/release/deps/"libonly_std*
    cp "target/$wasm/release/deps/"*.rlib laid/lib/ && debian_id >laid/built-by || return 1
    chmod -R a+rX laid
    as_root rm -rf "$debian_std_dir" && as_root cp -R laid "$debian_std_dir" || return 1
    rm -rf "$dir"
)

choose_toolchain() {
    local way name ways=${MINTREU_TOOLCHAIN:-rustup stable debian}
    if [ -r "$toolchain_state" ] && usable "$(cat "$toolchain_state")"; then
        return
    fi
    for way in $ways; do
        case $way in
            rustup | stable | debian) ;;
            *) die "MINTREU_TOOLCHAIN is '$way'; it may be rustup, stable or debian" ;;
        esac
        if name=$("by_$way"); then
            echo "$name" >"$toolchain_state"
            say "Rust: $(rustc_of "$name" --version) (toolchain '$name')"
            return
        fi
    done
    die "no Rust $RUST_VERSION or newer with the $wasm target (tried: $ways)" \
        "With the Rust project's server: rustup toolchain install $RUST_VERSION -c clippy -c rustfmt -t $wasm" \
        "Without it, on Debian: apt-get install ${debian_packages[*]}" \
        "As root this set-up does that itself, and builds the standard library for WebAssembly."
}
