// Where things are. `target/bench` holds what a run leaves; nothing of it is needed by the next.
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const bench = fileURLToPath(new URL('..', import.meta.url))
export const out = `${root}target/bench`
export const native = `${root}target/release/bench`
export const mintreu = `${root}target/release/mintreu`
export const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
