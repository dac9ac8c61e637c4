'use client'

import { useContext } from 'react'
import { counted, grouped } from '../../lib/format'
import { SORTS, changed, countFilters, hrefOf } from '../../lib/query'
import { Go } from './query-link'

/** How many results there are, how they are sorted, and on a phone the way to the filters. */
export function Toolbar({ query, results: { total, page, pages } }) {
  const go = useContext(Go)
  const active = countFilters(query)
  return (
    <div className="toolbar">
      <p className="count" role="status">
        <b>{counted(total, 'product')}</b>
        {pages > 1 && `, page ${grouped(page)} of ${grouped(pages)}`}
      </p>
      <button className="btn filter-open" type="button" popoverTarget="filters">
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M7 12h10M10 17h4" /></svg>
        Filters{active > 0 && ` (${active})`}
      </button>
      <form className="sort" action="/products">
        <label htmlFor="sort">Sort by</label>
        <select
          className="field" id="sort" name="sort" value={query.sort}
          onChange={(event) => go(hrefOf(changed(query, { sort: event.target.value })))}
        >
          {Object.entries(SORTS).map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </select>
      </form>
    </div>
  )
}
