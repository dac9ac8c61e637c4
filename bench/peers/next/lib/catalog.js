// The catalogue engine, the same on the server and in the browser: MiniSearch finds the words, one pass over what it
// found filters, and the facets are counted. Without words there is nothing to search for, and the pass goes over all.
// Products are their places in the list.
import MiniSearch from 'minisearch'
import { createFacets, hasAny, listFacet } from './facets'

const PAGE_SIZE = 24
const PRICES = [1000, 2500, 5000, 10000, 25000]
const RATINGS = [450, 400, 300]

/** `entries`: the most popular first. */
export async function createCatalog(entries) {
  const index = new MiniSearch({
    idField: 'place',
    fields: ['title', 'tags', 'developerName', 'summary'],
    extractField: (entry, name) => (name === 'tags' ? entry.tags.join(' ') : entry[name]),
    searchOptions: {
      prefix: true, combineWith: 'AND', boost: { title: 4, tags: 2 },
      fuzzy: (term) => (term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0),
    },
  })
  await index.addAllAsync(entries.map((entry, place) => ({ ...entry, place })), { chunkSize: 500 })
  return {
    index, entries, all: [...entries.keys()],
    facets: createFacets(entries),
    prices: Int32Array.from(entries, ({ price }) => price),
    ratings: Int32Array.from(entries, ({ rating }) => rating),
    labels: new Map(entries.map(({ developer, developerName }) => [developer, developerName])),
  }
}

/** A page of results, and the counts of all filters. */
export function answer(catalog, query) {
  const { index, entries, all, facets, prices, ratings, labels } = catalog
  const found = query.text ? index.search(query.text).map(({ id }) => id) : all
  const { results, countedFor } = filter(found, filtersOf(catalog, query))
  const sorted = sort(catalog, results, query.sort)
  const pages = Math.max(1, Math.ceil(results.length / PAGE_SIZE))
  const page = Math.min(query.page, pages)
  const list = (facet) => [facet.name, listFacet(facet, countedFor(facet.name), query[facet.name], labels)]
  const priced = countedFor('price')
  const rated = countedFor('rating')
  return {
    total: results.length, page, pages,
    cards: sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((i) => entries[i]),
    facets: Object.fromEntries(facets.map(list)),
    range: rangeOf(prices, priced),
    prices: PRICES.map((step) => [step, count(priced, (i) => prices[i] <= step)]),
    ratings: RATINGS.map((step) => [step, count(rated, (i) => ratings[i] >= step)]),
  }
}

/** The filters that are set. Of a facet's values, any will do. */
function filtersOf({ facets, prices, ratings }, { minPrice, maxPrice, minRating, ...selected }) {
  const filters = facets
    .filter(({ name }) => selected[name].length > 0)
    .map((facet) => ({ name: facet.name, passes: hasAny(facet, selected[facet.name]) }))
  if (minPrice !== null || maxPrice !== null) {
    const [low, high] = [minPrice ?? 0, maxPrice ?? Infinity]
    filters.push({ name: 'price', passes: (i) => low <= prices[i] && prices[i] <= high })
  }
  if (minRating !== null) filters.push({ name: 'rating', passes: (i) => ratings[i] >= minRating })
  return filters
}

/**
 * The products that pass all filters, and those that a filter's own values are counted among: a filter does not count
 * against itself, so they are the results and what this filter alone keeps out.
 */
function filter(products, filters) {
  const results = []
  const keptOut = new Map(filters.map(({ name }) => [name, []]))
  for (const i of products) {
    let failures = 0
    let by = null
    for (const { name, passes } of filters) {
      if (passes(i)) continue
      failures += 1
      by = name
      if (failures > 1) break
    }
    if (failures === 0) results.push(i)
    if (failures === 1) keptOut.get(by).push(i)
  }
  return { results, countedFor: (name) => (keptOut.has(name) ? results.concat(keptOut.get(name)) : results) }
}

function sort({ entries, prices, ratings }, results, order) {
  const orders = {
    newest: (a, b) => entries[b].publishedAt - entries[a].publishedAt,
    popular: (a, b) => a - b,
    rating: (a, b) => ratings[b] - ratings[a],
    'price-asc': (a, b) => prices[a] - prices[b],
    'price-desc': (a, b) => prices[b] - prices[a],
  }
  return orders[order] ? [...results].sort(orders[order]) : results
}

function count(products, test) {
  let n = 0
  for (const i of products) if (test(i)) n += 1
  return n
}

/** The lowest and the highest price. */
function rangeOf(prices, products) {
  let [low, high] = [Infinity, -Infinity]
  for (const i of products) {
    if (prices[i] < low) low = prices[i]
    if (prices[i] > high) high = prices[i]
  }
  return low <= high ? [low, high] : null
}
