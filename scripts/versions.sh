# Every tool's version, in one place. Sourced by scripts/env.sh.
# Two live elsewhere: wasm-bindgen-cli must equal wasm-bindgen in Cargo.lock and is read
# from there; npm's packages are pinned by the package-lock.json beside their package.json
# (scripts/tools: wasm-opt; end2end: the browser suite).
# shellcheck shell=bash disable=SC2034
RUST_VERSION=1.96.0
CARGO_LEPTOS_VERSION=0.3.11
CARGO_DENY_VERSION=0.20.2
NODE_MAJOR=20
# The lld that Debian's Rust of that version links WebAssembly with.
DEBIAN_LLD=lld-22
