// What a visitor asks for. The query string is the whole state.
import { FACETS } from './facets'

export const SORTS = {
  relevance: 'Best match',
  newest: 'Newest',
  popular: 'Most popular',
  rating: 'Best rated',
  'price-asc': 'Price: low to high',
  'price-desc': 'Price: high to low',
}

/** Prices in cents, ratings in hundredths of a star. */
export function parseQuery(params) {
  const hundredths = (name) => {
    const value = parseFloat(params.get(name))
    return value >= 0 ? Math.round(value * 100) : null
  }
  const sort = params.get('sort')
  return {
    text: params.get('q')?.trim() ?? '',
    ...Object.fromEntries(FACETS.map((facet) => [facet, params.getAll(facet)])),
    minPrice: hundredths('min_price'),
    maxPrice: hundredths('max_price'),
    minRating: hundredths('min_rating'),
    sort: sort in SORTS ? sort : 'relevance',
    page: Math.max(1, parseInt(params.get('page'), 10) || 1),
  }
}

/** The address of a query's results, defaults left out. */
export function hrefOf(query) {
  const params = new URLSearchParams()
  if (query.text) params.set('q', query.text)
  for (const facet of FACETS) query[facet].forEach((value) => params.append(facet, value))
  if (query.minPrice !== null) params.set('min_price', query.minPrice / 100)
  if (query.maxPrice !== null) params.set('max_price', query.maxPrice / 100)
  if (query.minRating !== null) params.set('min_rating', query.minRating / 100)
  if (query.sort !== 'relevance') params.set('sort', query.sort)
  if (query.page > 1) params.set('page', query.page)
  return params.size > 0 ? `/products?${params}` : '/products'
}

/** The query with other values, from its first page. */
export const changed = (query, changes) => ({ ...query, page: 1, ...changes })

/** The query with a facet's value added, or taken away where it is selected. */
export function toggled(query, facet, value) {
  const values = query[facet]
  const others = values.filter((other) => other !== value)
  return changed(query, { [facet]: others.length < values.length ? others : [...values, value].sort() })
}

/** How many filters are set; each value counts. */
export function countFilters(query) {
  const values = FACETS.reduce((sum, facet) => sum + query[facet].length, 0)
  return values + (query.minPrice !== null || query.maxPrice !== null) + (query.minRating !== null)
}
