// The same queries in Chromium: the catalogue as WASM, beside Orama and MiniSearch in the same page.
import { withPage } from '../lib/browser.mjs'
import { atMost, note, slower } from '../lib/rows.mjs'
import { median, ms, number, ofQueries, seconds } from '../lib/stats.mjs'

export const title = 'Query engine, Chromium: the same products and queries; present() as shipped'

/** The others take minutes for a run. */
const RUNS = { catalog: 7, Orama: 3, MiniSearch: 3 }

export async function measure() {
  const [ours, ...others] = await withPage((page) => page.evaluate((runs) => window.engines('/target/100000', runs), RUNS))
  const p = (report, share) => ofQueries(report.times, share)
  const rows = [
    note('catalog: bytes to ready', ms(ours.built)),
    note('catalog, p50', ms(p(ours, 0.5))),
    atMost('catalog, p95', p(ours, 0.95), 3, ms),
  ]
  for (const other of others) {
    rows.push(
      note(`${other.name}: index built in`, seconds(other.built)),
      slower(`${other.name}, p50`, p(other, 0.5), p(ours, 0.5), 10, ms),
      slower(`${other.name}, p95`, p(other, 0.95), p(ours, 0.95), 10, ms),
      note(`${other.name}: queries with an answer here and there`, agreement(ours, other)),
    )
  }
  return rows
}

/** How many of the queries that the catalogue answers the other answers too, and the median of their results. */
function agreement(ours, other) {
  const answered = ours.totals.map((total, i) => [total, other.totals[i]]).filter(([total]) => total > 0)
  const both = answered.filter(([, total]) => total > 0)
  const medians = [0, 1].map((i) => number(median(both.map((pair) => pair[i]))))
  return `${both.length} of ${answered.length}, medians ${medians.join(' and ')}`
}
