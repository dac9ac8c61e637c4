// Lighthouse with its mobile preset: the median of three runs of each page, on the demo catalogue.
import { launch as launchChrome } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { withApp } from '../lib/app.mjs'
import { chromium } from '../lib/paths.mjs'
import { atLeast } from '../lib/rows.mjs'
import { visits } from '../lib/shop.mjs'
import { median } from '../lib/stats.mjs'

export const title = 'Lighthouse, mobile'
const RUNS = 3
const ATTEMPTS = 5
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 }
/** Search engines are told to leave them out, which is right and costs the points of one audit. */
const PRIVATE = ['/checkout', '/login']

export const measure = () => withApp(['seed'], async (url) => {
  const rows = []
  for (const [name, { path, cookie }] of Object.entries(await visits(url))) {
    const settings = {
      extraHeaders: cookie ? { Cookie: cookie } : undefined,
      skipAudits: PRIVATE.includes(name) ? ['is-crawlable'] : undefined,
    }
    const runs = []
    for (let i = 0; i < RUNS; i += 1) runs.push(await audited(url + path, settings))
    for (const [category, limit] of Object.entries(LIMITS)) {
      rows.push(atLeast(`${name}: ${category}`, median(runs.map((run) => run[category])), limit, String, ''))
    }
  }
  return rows
})

/** Chromium loses the beginning of a trace now and then; Lighthouse asks to be run again. */
async function audited(url, settings) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await audit(url, settings)
    } catch (error) {
      if (attempt === ATTEMPTS || !/NO_NAVSTART/.test(error.message)) throw error
    }
  }
}

/** The scores of one visit by a browser of its own; what costs points is said on stderr. */
async function audit(url, settings) {
  const chromeFlags = ['--headless=new', '--no-sandbox', '--disable-background-networking']
  const chrome = await launchChrome({ chromePath: chromium, chromeFlags })
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, output: 'json', logLevel: 'error', ...settings })
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`)
    if (new URL(lhr.finalDisplayedUrl).pathname !== new URL(url).pathname) {
      throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`)
    }
    complain(lhr)
    return Object.fromEntries(Object.keys(LIMITS).map((name) => [name, Math.round(lhr.categories[name].score * 100)]))
  } finally {
    chrome.kill()
  }
}

function complain(lhr) {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const { score, auditRefs } = lhr.categories[name]
    if (score * 100 >= limit) continue
    const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
    for (const { id } of failed) process.stderr.write(`    ${lhr.finalDisplayedUrl} ${name}: ${id} ${lhr.audits[id].displayValue ?? ''}\n`)
  }
}
