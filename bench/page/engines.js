// The three engines behind one face: `{ name, run(query) -> { total, cards, facets } }`. Each is asked in its own
// idiom for what a results page shows: the first 24 hits, the number of all, and the facet counts.
import { create, insertMultiple, search } from '/npm/@orama/orama/dist/browser/index.js'
import MiniSearch from '/npm/minisearch/dist/es/index.js'
import init, { Engine } from '/target/wasm/bench.js'

const PAGE = 24
const PRICES = [1000, 2500, 5000, 10000, 25000]
const RATINGS = [450, 400, 300]

/** @param {ArrayBuffer} bytes */
export async function catalogue(bytes) {
  await init({ module_or_path: '/target/wasm/bench_bg.wasm' })
  const start = performance.now()
  const engine = new Engine(new Uint8Array(bytes))
  return { name: 'catalog', built: performance.now() - start, run: (query) => ({ total: engine.run(query.url) }) }
}

/** Typos as `tolerance` says; every word must hold, as in the catalogue. */
export async function orama(entries) {
  const start = performance.now()
  const db = create({
    schema: {
      title: 'string', summary: 'string', tags: 'string[]', developerName: 'string',
      category: 'enum', tag: 'enum[]', compatibility: 'enum[]', developer: 'enum',
      price: 'number', rating: 'number',
    },
  })
  await insertMultiple(db, entries.map((entry) => ({ ...entry, tag: entry.tags })), 5000)
  const ranges = (steps, range) => ({ ranges: steps.map(range) })
  const facets = {
    category: {}, compatibility: {}, tag: {}, developer: {},
    price: ranges(PRICES, (to) => ({ from: 0, to })),
    rating: ranges(RATINGS, (from) => ({ from, to: 500 })),
  }
  const run = (query) => {
    const where = {}
    if (query.category) where.category = { eq: query.category }
    if (query.tag) where.tag = { containsAll: [query.tag] }
    if (query.compatibility) where.compatibility = { containsAll: [query.compatibility] }
    if (query.maxPrice) where.price = { lte: query.maxPrice }
    if (query.minRating) where.rating = { gte: query.minRating }
    const found = search(db, {
      term: query.text, properties: ['title', 'tags', 'developerName', 'summary'], boost: { title: 4, tags: 2 },
      tolerance: 1, threshold: 0, where, facets, limit: PAGE,
    })
    return { total: found.count, cards: found.hits, facets: found.facets }
  }
  return { name: 'Orama', built: performance.now() - start, run }
}

/** Prefixes, one edit from 4 letters and two from 8, as in the catalogue. It has no facets: they are counted by hand. */
export async function miniSearch(entries) {
  const start = performance.now()
  const index = new MiniSearch({
    fields: ['title', 'tags', 'developerName', 'summary'],
    extractField: (entry, name) => (name === 'tags' ? entry.tags.join(' ') : entry[name]),
    searchOptions: {
      prefix: true, combineWith: 'AND', boost: { title: 4, tags: 2 },
      fuzzy: (term) => (term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0),
    },
  })
  // Kept beside the index: MiniSearch would copy stored fields into every hit.
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  index.addAll(entries)
  const run = (query) => {
    const passes = ({ id }) => {
      const entry = byId.get(id)
      return (!query.category || entry.category === query.category)
        && (!query.tag || entry.tags.includes(query.tag))
        && (!query.compatibility || entry.compatibility.includes(query.compatibility))
        && (!query.maxPrice || entry.price <= query.maxPrice)
        && (!query.minRating || entry.rating >= query.minRating)
    }
    const hits = index.search(query.text, { filter: passes })
    return { total: hits.length, cards: hits.slice(0, PAGE), facets: count(hits.map(({ id }) => byId.get(id))) }
  }
  return { name: 'MiniSearch', built: performance.now() - start, run }
}

function count(entries) {
  const facets = { category: {}, compatibility: {}, tags: {}, developer: {}, price: {}, rating: {} }
  const add = (counts, value) => { counts[value] = (counts[value] ?? 0) + 1 }
  for (const entry of entries) {
    add(facets.category, entry.category)
    add(facets.developer, entry.developer)
    for (const value of entry.compatibility) add(facets.compatibility, value)
    for (const value of entry.tags) add(facets.tags, value)
    for (const step of PRICES) if (entry.price <= step) add(facets.price, step)
    for (const step of RATINGS) if (entry.rating >= step) add(facets.rating, step)
  }
  return facets
}
