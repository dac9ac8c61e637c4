// Requests a second of the release build at 10,000 products: wrk, 2 threads, 16 connections, on the same machine.
import { readFile, writeFile } from 'node:fs/promises'
import { withApp } from '../lib/app.mjs'
import { bench, out, products as data } from '../lib/paths.mjs'
import { atLeast, note } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { median, perSecond } from '../lib/stats.mjs'

export const title = 'Server: 10,000 products, 16 connections, load generator on the same machine'
const SECONDS = 5
const RUNS = 5
const KEPT_LIMIT = 15_000
const MADE_LIMIT = 2500

export const measure = () => withApp(['generate', '--products', '10000'], async (url) => {
  const json = async (name) => JSON.parse(await readFile(`${data}/${name}.json`, 'utf8'))
  const [filters, entries] = [await json('filters'), await json('entries')]
  const results = filters.map((query) => `/products?${query.url}`)
  const products = entries.filter((_, i) => i % 10 === 0).map((entry) => `/products/${entry.id}`)
  // A visitor who sends a cookie gets a page of their own, which is never kept.
  const cookie = ['--header', 'cookie: theme=dark']
  const loads = [[['/healthz']], [results], [products], [results, cookie], [products, cookie]]
  // In turns, so that a busy moment of the machine is nobody's alone.
  const rates = loads.map(() => [])
  for (let i = 0; i <= RUNS; i += 1) {
    for (const [at, [list, headers]] of loads.entries()) {
      const rate = await load(url, list, headers)
      // The first round fills the caches and is not counted.
      if (i > 0) rates[at].push(rate)
    }
  }
  const [text, resultsKept, productsKept, resultsMade, productsMade] = rates.map(median)
  const ofText = (rate) => `${(rate / text).toFixed(2)}× plain text`
  return [
    note('plain text (/healthz)', perSecond(text)),
    atLeast(`/products with 1 to 3 filters, ${results.length} addresses`, resultsKept, KEPT_LIMIT, perSecond, ofText(resultsKept)),
    atLeast(`a product page, ${products.length} addresses`, productsKept, KEPT_LIMIT, perSecond, ofText(productsKept)),
    atLeast('/products with filters, made for each visitor (a cookie)', resultsMade, MADE_LIMIT, perSecond, ofText(resultsMade)),
    atLeast('a product page, made for each visitor (a cookie)', productsMade, MADE_LIMIT, perSecond, ofText(productsMade)),
  ]
})

/** Requests a second; complains about an answer that is no page. */
async function load(url, list, headers = []) {
  const file = `${out}/addresses.txt`
  await writeFile(file, list.join('\n'))
  const args = ['--threads', '2', '--connections', '16', '--duration', `${SECONDS}s`, ...headers]
  const report = await run('wrk', [...args, '--script', `${bench}lua/addresses.lua`, url, '--', file])
  if (/Non-2xx|Socket errors/.test(report)) throw new Error(`${list[0]} …: ${report}`)
  return Number(report.match(/Requests\/sec:\s+([\d.]+)/)[1])
}
