'use client'

import { FACETS } from '../../lib/facets'
import { label } from '../../lib/format'
import { Card } from './card'
import { Chips } from './chips'
import { Filters } from './filters'
import { Pager } from './pager'
import { Go } from './query-link'
import { Toolbar } from './toolbar'
import { useResults } from './use-results'

/** Everything inside `<main>`. `served`: the results that the server found. */
export function Results({ served }) {
  const { query, results, go } = useResults(served)
  return (
    <Go value={go}>
      <div className="wrap">
        <div className="page-head"><h1>{heading(query, results)}</h1></div>
        <div className="results-layout">
          <Filters query={query} results={results} />
          <section className="results" id="results" aria-labelledby="results-title">
            <h2 className="sr-only" id="results-title">Results</h2>
            <Toolbar query={query} results={results} />
            <Chips query={query} results={results} />
            {results.total > 0 ? <Grid cards={results.cards} /> : <Empty />}
            <Pager query={query} page={results.page} pages={results.pages} />
          </section>
        </div>
      </div>
    </Go>
  )
}

function Grid({ cards }) {
  return (
    <ul className="grid">
      {cards.map((card, i) => <Card key={card.id} card={card} eager={i < 4} />)}
    </ul>
  )
}

function Empty() {
  return (
    <div className="empty">
      <h2>No product matches all of this</h2>
      <p>Let go of a filter, or try fewer and plainer words.</p>
    </div>
  )
}

/** What the page is about: the text, else the one thing it is narrowed to. */
function heading(query, results) {
  if (query.text) return `Results for “${query.text}”`
  const selected = FACETS.flatMap((facet) => query[facet].map((value) => [facet, value]))
  if (selected.length !== 1) return 'All products'
  const [facet, value] = selected[0]
  return results.facets[facet].values.find((other) => other.value === value)?.label ?? label(value)
}
