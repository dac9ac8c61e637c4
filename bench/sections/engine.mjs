// The query engine at 100,000 products, native.
import { native, out } from '../lib/paths.mjs'
import { atMost, note } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { ms, number, ofQueries, percentile } from '../lib/stats.mjs'

export const title = 'Query engine, native: 100,000 products, text + three filters + facets + page of 24'

export async function measure() {
  const report = JSON.parse(await run(native, ['engine', `${out}/100000`, '7']))
  const { totals } = report
  const empty = totals.filter((total) => total === 0).length
  return [
    note(`${totals.length} queries: results each, p50 / p95 / none`,
      `${number(percentile(totals, 0.5))} / ${number(percentile(totals, 0.95))} / ${empty}`),
    note('snapshot: bytes to ready', ms(report.ready)),
    note('evaluate, p50', ms(ofQueries(report.evaluate, 0.5))),
    atMost('evaluate, p95', ofQueries(report.evaluate, 0.95), 1, ms),
    note('present (with cards and ways out of nothing), p50', ms(ofQueries(report.present, 0.5))),
    atMost('present, p95', ofQueries(report.present, 0.95), 1, ms),
  ]
}
