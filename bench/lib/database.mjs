// Databases of a PostgreSQL server, for one use each.
import { randomBytes } from 'node:crypto'
import { run } from './run.mjs'

export async function withDatabase(server, use) {
  const name = `bench_${randomBytes(6).toString('hex')}`
  const sql = (text) => run('psql', ['--quiet', '--no-psqlrc', '--command', text, server])
  await sql(`CREATE DATABASE ${name}`)
  try {
    const url = new URL(server)
    url.pathname = `/${name}`
    return await use(url.href)
  } finally {
    await sql(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}
