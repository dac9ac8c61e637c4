// The release build, served on a port and a database of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import * as paths from './paths.mjs'
import { freePort, run } from './run.mjs'

const START_MS = 30_000

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
    const log = openSync(`${folder}/log`, 'w')
    const env = {
      ...process.env, DATABASE_URL: database, LEPTOS_SITE_ADDR: address, LEPTOS_SITE_ROOT: `${paths.root}target/site`,
    }
    const server = spawn(paths.mintreu, ['serve'], { cwd: paths.out, env, stdio: ['ignore', log, log] })
    closeSync(log)
    try {
      await ready(server, `http://${address}/readyz`)
      return await use(`http://${address}`)
    } finally {
      await stop(server)
    }
  })
}

async function ready(server, url) {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline && server.exitCode === null) {
    if (await fetch(url).then((response) => response.ok, () => false)) return
    await delay(20)
  }
  throw new Error(`the server did not become ready at ${url}`)
}

async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
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
