// Completing orders, from the webhook to the commit, by a provider that answers at once; 16 at a time.
import { withFolder } from '../lib/app.mjs'
import { withDatabase } from '../lib/database.mjs'
import { native } from '../lib/paths.mjs'
import { atLeast, atMost } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { median, ms, perSecond } from '../lib/stats.mjs'

export const title = 'Checkout completion: webhook in; order, licenses, invoice and jobs committed'
const LIMIT = 300
const PDF_LIMIT = 100
const ORDERS = 2000
const RUNS = 3

export async function measure() {
  const { rate, pdf } = await complete((use) => withFolder((_, database) => use(database)))
  const rows = [atLeast('SQLite', rate, LIMIT, perSecond)]
  const postgres = process.env.TEST_POSTGRES_URL
  if (postgres) {
    const { rate } = await complete((use) => withDatabase(postgres, use))
    rows.push(atLeast('PostgreSQL (one that syncs nothing)', rate, LIMIT, perSecond))
  }
  rows.push(atMost('an invoice as PDF, once warm', pdf, PDF_LIMIT, ms))
  return rows
}

/** Orders a second, and the time to draw one's invoice: medians of several runs, each on a database of its own. */
async function complete(fresh) {
  const reports = []
  for (let i = 0; i < RUNS; i += 1) {
    reports.push(JSON.parse(await fresh((database) => run(native, ['checkout', database, `${ORDERS}`]))))
  }
  return {
    rate: median(reports.map(({ orders, seconds }) => orders / seconds)),
    pdf: median(reports.map(({ pdf_ms }) => median(pdf_ms))),
  }
}
