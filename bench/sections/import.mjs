// `mintreu import` of a file of 100,000 products into an empty database.
import { mintreu, withFolder } from '../lib/app.mjs'
import { withDatabase } from '../lib/database.mjs'
import { atMost } from '../lib/rows.mjs'
import { median, seconds } from '../lib/stats.mjs'

export const title = 'Import of 100,000 products (JSON Lines)'
const LIMIT = 60_000
const RUNS = 3

export function measure() {
  return withFolder(async (folder, database) => {
    const file = `${folder}/catalogue.jsonl`
    await mintreu(database, 'generate', '--products', '100000', '--out', file)
    const rows = [atMost('SQLite', await timed(withFresh, file), LIMIT, seconds)]
    const postgres = process.env.TEST_POSTGRES_URL
    if (postgres) {
      const fresh = (use) => withDatabase(postgres, use)
      rows.push(atMost('PostgreSQL (one that syncs nothing)', await timed(fresh, file), LIMIT, seconds))
    }
    return rows
  })
}

const withFresh = (use) => withFolder((_, database) => use(database))

/** The median of several imports, each into a database of its own. */
async function timed(fresh, file) {
  const times = []
  for (let i = 0; i < RUNS; i += 1) {
    times.push(await fresh(async (database) => {
      const start = performance.now()
      await mintreu(database, 'import', file)
      return performance.now() - start
    }))
  }
  return median(times)
}
