// A first visit on the demo catalogue: what Chromium fetches of script, and what it takes to come alive.
import { withApp } from '../lib/app.mjs'
import { launch } from '../lib/browser.mjs'
import { files, layoutShift, longestTask, untilAlive } from '../lib/loading.mjs'
import { atMost, holds } from '../lib/rows.mjs'
import { visits } from '../lib/shop.mjs'
import { kb, median, ms, number } from '../lib/stats.mjs'

export const title = 'First visit: JavaScript and WASM, brotli, until the page and its engine are alive'
const LIMITS = {
  '/': 315_000, '/products': 360_000, 'a product page': 385_000, '/checkout': 320_000, '/login': 320_000,
}
const ALIVE_LIMIT = 60
const TASK_LIMIT = 50
const SHIFT_LIMIT = 0.05
const RUNS = 5
/** Of charts and of the customer's dashboard. */
const FOREIGN = /echarts|charming|zrender|\/live\/usage|\/account\/usage/

export const measure = () => withApp(['seed'], async (url) => {
  const browser = await launch()
  try {
    const pages = await visits(url)
    return [...await fileRows(browser, url, pages), ...await timeRows(browser, url, pages)]
  } finally {
    await browser.close()
  }
})

async function fileRows(browser, url, pages) {
  const rows = []
  const all = []
  for (const [name, limit] of Object.entries(LIMITS)) {
    const fetched = await files(browser, url, pages[name])
    const sum = fetched.reduce((total, file) => total + file.length, 0)
    rows.push(atMost(`${name}: ${fetched.length} files`, sum, limit, kb))
    all.push(...fetched)
  }
  const every = (test) => all.length > 0 && all.every(test)
  const immutable = ({ encoding, cache, length }) => encoding === 'br' && /immutable/.test(cache) && length > 0
  return [
    ...rows,
    holds('every file precompressed, at an immutable URL', every(immutable), `${all.length} files`, 'all'),
    holds('nothing of charts or dashboard in them', every(({ body }) => !FOREIGN.test(body)), '', 'none'),
  ]
}

async function timeRows(browser, url, pages) {
  const times = async (measure, page) => {
    const runs = []
    for (let i = 0; i < RUNS; i += 1) runs.push(await measure(browser, url, pages[page]))
    return median(runs)
  }
  const task = (value) => (value === 0 ? 'none of 50 ms' : ms(value))
  return [
    atMost('/products: alive after the last byte', await times(untilAlive, '/products'), ALIVE_LIMIT, ms),
    atMost('/products: longest hydration task, CPU 4× slower', await times(longestTask, '/products'), TASK_LIMIT, task),
    atMost('/: layout shift, CPU 4× slower, slow 3G', await times(layoutShift, '/'), SHIFT_LIMIT, number),
  ]
}
