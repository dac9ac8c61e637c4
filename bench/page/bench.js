// What the harness calls in the page. Times are milliseconds, to the clock's 5 µs: the page is cross-origin isolated.
import { catalogue, miniSearch, orama } from './engines.js'
import init, { Engine } from '/target/wasm/bench.js'

const load = async (path) => (await fetch(path)).arrayBuffer()
const json = async (path) => (await fetch(path)).json()

/** Each engine's build time, totals, and for each of its runs the time of every query. */
async function engines(dir, runs) {
  if (!crossOriginIsolated) throw new Error('not cross-origin isolated: the clock would be too coarse')
  const queries = await json(`${dir}/queries.json`)
  const entries = await json(`${dir}/entries.json`)
  // All are in memory before the first is timed.
  const all = [await catalogue(await load(`${dir}/catalogue.bin`)), await orama(entries), await miniSearch(entries)]
  const reports = []
  for (const { name, built, run } of all) {
    const totals = queries.map((query) => run(query).total)
    const times = []
    for (let i = 0; i < runs[name]; i += 1) times.push(queries.map((query) => timed(() => run(query))))
    reports.push({ name, built, totals, times })
  }
  return reports
}

/** The time from bytes to the first answer, in a page that has asked nothing before, as a visitor has it. */
async function ready(path) {
  await init({ module_or_path: '/target/wasm/bench_bg.wasm' })
  const bytes = await load(path)
  return timed(() => new Engine(new Uint8Array(bytes)).run(''))
}

function timed(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

Object.assign(window, { engines, ready })
