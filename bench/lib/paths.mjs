// Where things are. `target/bench` holds what a run leaves; nothing of it is needed by the next.
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const bench = fileURLToPath(new URL('..', import.meta.url))
export const out = `${root}target/bench`
export const native = `${root}target/release/bench`
export const mintreu = `${root}target/release/mintreu`
/** What `bench data` writes of 10,000 products. */
export const products = `${out}/10000`
export const next = `${bench}peers/next`
export const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
