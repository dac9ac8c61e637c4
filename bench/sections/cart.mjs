// Adding to the cart by the plain form, 50 customers at a time: as people could at most, and as fast as they are answered.
// wrk on the same machine.
import { writeFile } from 'node:fs/promises'
import { withApp, withFolder } from '../lib/app.mjs'
import { withDatabase } from '../lib/database.mjs'
import { bench, out } from '../lib/paths.mjs'
import { atMost, note } from '../lib/rows.mjs'
import { run } from '../lib/run.mjs'
import { addToCart, paidOnce } from '../lib/shop.mjs'
import { median, ms, perSecond } from '../lib/stats.mjs'

export const title = 'Add to cart: 50 customers at once'
const LIMIT = 10
/** Between an answer and the next click of a customer, on average: nobody clicks ten times a second. */
const PAUSE_MS = 100
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
  const plans = await paidOnce(url, PLANS)
  const carts = await filled(url, plans[0])
  await writeFile(`${out}/carts.txt`, carts.join('\n'))
  await writeFile(`${out}/plans.txt`, plans.join('\n'))
  const [runs, busy] = [[], []]
  for (let i = 0; i < RUNS; i += 1) runs.push(await load(url, [PAUSE_MS]))
  for (let i = 0; i < RUNS; i += 1) busy.push(await load(url))
  const sent = [...runs, ...busy].reduce((sum, { requests }) => sum + requests, 0)
  const stored = await count(url, carts)
  // Nothing that was acknowledged is missing; what was under way when a run ended may be there.
  if (stored < sent + CARTS) throw new Error(`${sent + CARTS} things were put into carts, ${stored} are in them`)
  const of = (all, part) => median(all.map(part))
  const rate = ({ requests, micros }) => requests / (micros / 1e6)
  const [p50, p99] = [({ p50 }) => p50 / 1000, ({ p99 }) => p99 / 1000]
  return [
    note(`${name}: ten clicks a second each, answered`, perSecond(of(runs, rate))),
    note(`${name}: ten clicks a second each, p50`, ms(of(runs, p50))),
    atMost(`${name}: ten clicks a second each, p99`, of(runs, p99), LIMIT, ms),
    note(`${name}: each as soon as the last is answered, answered`, perSecond(of(busy, rate))),
    note(`${name}: each as soon as the last is answered, p50`, ms(of(busy, p50))),
    atMost(`${name}: each as soon as the last is answered, p99`, of(busy, p99), LIMIT, ms),
  ]
}, database))

/** Carts with one thing in them, as their cookies. */
async function filled(url, plan) {
  const cookies = []
  while (cookies.length < CARTS) cookies.push(...await Promise.all(Array.from({ length: 50 }, () => addToCart(url, plan))))
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

async function load(url, pause = []) {
  const args = ['--threads', '2', '--connections', '50', '--duration', `${SECONDS}s`]
  const report = await run('wrk', [...args, '--script', `${bench}lua/add.lua`, url, '--', `${out}/carts.txt`, `${out}/plans.txt`, ...pause])
  const measured = JSON.parse(report.trim().split('\n').at(-1))
  if (measured.failed > 0) throw new Error(report)
  return measured
}
