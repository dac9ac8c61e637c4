// The script of a first visit: what Chromium fetches, and what of it must not be there.
import { withApp } from '../lib/app.mjs'
import { launch } from '../lib/browser.mjs'
import { atMost, holds } from '../lib/rows.mjs'
import { kb } from '../lib/stats.mjs'

export const title = 'First visit: JavaScript and WASM, brotli'
const LIMIT = 220_000
/** Of charts and of the customer's dashboard. */
const FOREIGN = /echarts|charming|zrender|\/live\/usage|\/account\/usage/

export const measure = () => withApp(['seed'], async (url) => {
  const browser = await launch()
  try {
    const visits = []
    for (const path of ['/', '/products', await firstProduct(url)]) visits.push(await visit(browser, url, path))
    const rows = visits.map(({ path, files }) => atMost(name(path, files), sum(files), LIMIT, kb))
    const files = visits.flatMap((visit) => visit.files)
    const all = (test) => files.every(test)
    return [
      ...rows,
      holds('every file precompressed, at an immutable URL',
        all((f) => f.encoding === 'br' && /immutable/.test(f.cache) && f.length > 0), files.length > 0 ? 'seen' : 'no files', 'all'),
      holds('nothing of charts or dashboard in them', all((f) => !FOREIGN.test(f.body)), '', 'none'),
    ]
  } finally {
    await browser.close()
  }
})

const name = (path, files) => `${path.startsWith('/products/') ? 'a product page' : path}: ${files.length} files`
const sum = (files) => files.reduce((total, file) => total + file.length, 0)

export async function firstProduct(url) {
  const { items } = await (await fetch(`${url}/api/v1/products?limit=1`)).json()
  return `/products/${items[0].slug}`
}

async function visit(browser, url, path) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const responses = []
  page.on('response', (response) => {
    if (/\.(js|wasm)$/.test(new URL(response.url()).pathname)) responses.push(response)
  })
  await page.goto(url + path)
  await page.waitForSelector('html[data-catalog]', { state: 'attached' })
  const files = new Map()
  for (const response of responses) {
    const headers = response.headers()
    const { responseBodySize } = await response.request().sizes()
    files.set(response.url(), {
      length: responseBodySize,
      encoding: headers['content-encoding'],
      cache: headers['cache-control'] ?? '',
      body: (await response.body()).toString('latin1'),
    })
  }
  await context.close()
  return { path, files: [...files.values()] }
}
