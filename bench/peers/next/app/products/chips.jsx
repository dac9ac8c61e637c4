'use client'

import { FACETS } from '../../lib/facets'
import { money, stars } from '../../lib/format'
import { changed, hrefOf, toggled } from '../../lib/query'
import { QueryLink } from './query-link'

/** What is selected, each with a way to let it go. */
export function Chips({ query, results }) {
  const chips = selected(query, results)
  if (chips.length === 0) return null
  return (
    <ul className="chips" aria-label="Selected">
      {chips.map(([text, without]) => (
        <li key={text}>
          <QueryLink className="chip on" href={hrefOf(without)}>
            {text}<span className="sr-only">: remove</span><span className="cross" />
          </QueryLink>
        </li>
      ))}
      <li><QueryLink className="chip plain" href="/products">Clear all</QueryLink></li>
    </ul>
  )
}

/** Each part of the query, as people read it, and the query without it. */
function selected(query, { facets }) {
  const parts = query.text ? [[`“${query.text}”`, changed(query, { text: '' })]] : []
  for (const facet of FACETS) {
    for (const { value, label, selected } of facets[facet].values) {
      if (selected) parts.push([label, toggled(query, facet, value)])
    }
  }
  const { minPrice, maxPrice, minRating } = query
  if (minPrice !== null || maxPrice !== null) {
    parts.push([priceRange(minPrice, maxPrice), changed(query, { minPrice: null, maxPrice: null })])
  }
  if (minRating !== null) parts.push([`${stars(minRating)} stars and up`, changed(query, { minRating: null })])
  return parts
}

function priceRange(min, max) {
  if (max === null) return `From ${money(min)}`
  return min === null ? `Up to ${money(max)}` : `${money(min)} to ${money(max)}`
}
