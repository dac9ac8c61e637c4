// Completing orders, from the webhook to the commit, by a provider that answers at once; 16 at a time.
import { withFolder } from '../lib/app.mjs'
import { withDatabase } from '../lib/database.mjs'
import { native } from '../lib/paths.mjs'
import { atLeast } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { median, perSecond } from '../lib/stats.mjs'

export const title = 'Checkout completion: webhook in; order, licenses, invoice and jobs committed'
const LIMIT = 300
const ORDERS = 2000
const RUNS = 3

export async function measure() {
  const rows = [atLeast('SQLite', await rate((use) => withFolder((_, database) => use(database))), LIMIT, perSecond)]
  const postgres = process.env.TEST_POSTGRES_URL
  if (postgres) {
    const fresh = (use) => withDatabase(postgres, use)
    rows.push(atLeast('PostgreSQL (one that syncs nothing)', await rate(fresh), LIMIT, perSecond))
  }
  return rows
}

/** Orders a second: the median of several runs, each on a database of its own. */
async function rate(fresh) {
  const rates = []
  for (let i = 0; i < RUNS; i += 1) {
    const report = await fresh((database) => run(native, ['checkout', database, `${ORDERS}`]))
    const { orders, seconds } = JSON.parse(report)
    rates.push(orders / seconds)
  }
  return median(rates)
}
