// The release build, served on a port and a database of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import * as paths from './paths.mjs'
import { freePort, run } from './run.mjs'
import { withServer } from './serve.mjs'

/** A folder that is gone when `use` ends, and the address of a SQLite database in it. */
export async function withFolder(use) {
  const folder = await mkdtemp(`${paths.out}/run-`)
  try {
    return await use(folder, `sqlite://${folder}/mintreu.db`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a command of `mintreu` on a database, where no `.env` of a developer has a say and no file of theirs is touched. */
export const mintreu = (database, ...args) =>
  run(paths.mintreu, args, { cwd: paths.out, env: { DATABASE_URL: database } })

/**
 * Fills a database by a command of `mintreu` (`generate --products 10000`), serves it, and gives the server's URL.
 * `given` is a database to use instead of a new SQLite one.
 */
export function withApp(fill, use, given) {
  return withFolder(async (folder, fresh) => {
    const database = given ?? fresh
    await mintreu(database, ...fill)
    const address = `127.0.0.1:${await freePort()}`
    const env = { DATABASE_URL: database, LEPTOS_SITE_ADDR: address, LEPTOS_SITE_ROOT: `${paths.root}target/site`, MINTREU_TRUST_PROXY: 'true' }
    const server = {
      program: paths.mintreu, args: ['serve'], cwd: paths.out, env, log: `${folder}/log`, ready: `http://${address}/readyz`,
    }
    return withServer(server, () => use(`http://${address}`))
  })
}

/** The catalogue's snapshot as a browser gets it: raw bytes, and how many are sent. */
export async function snapshot(url) {
  const { hash } = await (await fetch(`${url}/catalog/current`)).json()
  const path = `${url}/catalog/${hash}.bin`
  // fetch decodes; the length sent stands in the header.
  const response = await fetch(path, { headers: { 'Accept-Encoding': 'br' } })
  if (response.headers.get('content-encoding') !== 'br') throw new Error(`${path} is not sent as brotli`)
  const sent = Number(response.headers.get('content-length'))
  return { sent, bytes: Buffer.from(await response.arrayBuffer()) }
}
