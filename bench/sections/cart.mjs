// Adding to the cart by the plain form, 50 customers at a time, as fast as they are answered: wrk on the same machine.
import { writeFile } from 'node:fs/promises'
import { withApp, withFolder } from '../lib/app.mjs'
import { withDatabase } from '../lib/database.mjs'
import { bench, out } from '../lib/paths.mjs'
import { atMost, note } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { median, ms, perSecond } from '../lib/stats.mjs'

export const title = 'Add to cart: 50 customers at once, a form each as soon as the last is answered'
const LIMIT = 10
const SECONDS = Number(process.env.CART_SECONDS || 5)
const RUNS = 3
/** Carts and plans in them: enough that no plan reaches its 99. */
const CARTS = 2000
const PLANS = 8

export async function measure() {
  const rows = await measured('SQLite', (use) => withFolder((_, database) => use(database)))
  const postgres = process.env.TEST_POSTGRES_URL
  if (!postgres) return rows
  return [...rows, ...await measured('PostgreSQL (one that syncs nothing)', (use) => withDatabase(postgres, use))]
}

const measured = (name, fresh) => fresh((database) => withApp(['generate', '--products', '1000'], async (url) => {
  const plans = await onePaid(url)
  const carts = await filled(url, plans[0])
  await writeFile(`${out}/carts.txt`, carts.join('\n'))
  await writeFile(`${out}/plans.txt`, plans.join('\n'))
  const runs = []
  for (let i = 0; i < RUNS; i += 1) runs.push(await load(url))
  const sent = runs.reduce((sum, { requests }) => sum + requests, 0)
  const stored = await count(url, carts)
  // Nothing that was acknowledged is missing; what was under way when a run ended may be there.
  if (stored < sent + CARTS) throw new Error(`${sent + CARTS} things were put into carts, ${stored} are in them`)
  const rate = median(runs.map(({ requests, micros }) => requests / (micros / 1e6)))
  return [
    note(`${name}: answered`, perSecond(rate)),
    note(`${name}: p50`, ms(median(runs.map(({ p50 }) => p50 / 1000)))),
    atMost(`${name}: p99`, median(runs.map(({ p99 }) => p99 / 1000)), LIMIT, ms),
  ]
}, database))

/** Forms for plans that are paid once. */
async function onePaid(url) {
  const { items } = await (await fetch(`${url}/api/v1/products?limit=100`)).json()
  const forms = []
  for (const { slug } of items) {
    const { plans } = await (await fetch(`${url}/api/v1/products/${slug}`)).json()
    const paid = plans.find((plan) => plan.price.billing === 'one_time')
    if (paid) forms.push(`product=${slug}&plan=${paid.slug}`)
    if (forms.length === PLANS) return forms
  }
  throw new Error(`only ${forms.length} of 100 products have a plan that is paid once`)
}

/** Carts with one thing in them, as their cookies. */
async function filled(url, plan) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' }
  const cookies = []
  while (cookies.length < CARTS) {
    const answers = Array.from({ length: 50 }, () => fetch(`${url}/api/fn/cart_add`, { method: 'POST', headers, body: plan }))
    for (const answer of await Promise.all(answers)) cookies.push(answer.headers.get('set-cookie').split(';')[0])
  }
  return cookies
}

async function count(url, carts) {
  let count = 0
  for (const cookie of carts) {
    const cart = await (await fetch(`${url}/api/fn/cart`, { headers: { Accept: 'application/json', Cookie: cookie } })).json()
    count += cart.count
  }
  return count
}

async function load(url) {
  const args = ['--threads', '2', '--connections', '50', '--duration', `${SECONDS}s`]
  const report = await run('wrk', [...args, '--script', `${bench}lua/add.lua`, url, '--', `${out}/carts.txt`, `${out}/plans.txt`])
  const measured = JSON.parse(report.trim().split('\n').at(-1))
  if (measured.failed > 0) throw new Error(report)
  return measured
}
