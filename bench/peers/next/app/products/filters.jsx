'use client'

import { useContext } from 'react'
import { counted, grouped, stars, starsClass, wholeMoney } from '../../lib/format'
import { changed, hrefOf, toggled } from '../../lib/query'
import { Go, QueryLink } from './query-link'

/** The filters: links that look like check boxes. On a phone they are a sheet. */
export function Filters({ query, results }) {
  const facet = { query, results }
  return (
    <aside className="filters" id="filters" popover="auto" aria-label="Filters">
      <div className="sheet-head">
        <h2>Filters</h2>
        <button className="icon-btn" popoverTarget="filters" popoverTargetAction="hide" aria-label="Close the filters">
          <span className="cross" />
        </button>
      </div>
      <div className="sheet-body">
        <Facet title="Category" name="category" {...facet} />
        <Price {...facet} />
        <Rating {...facet} />
        <Facet title="Works with" name="compatibility" {...facet} />
        <Facet title="Tags" name="tag" {...facet} />
        <Facet title="Developer" name="developer" {...facet} />
      </div>
      <div className="sheet-foot">
        <button className="btn primary block" popoverTarget="filters" popoverTargetAction="hide">
          Show {counted(results.total, 'product')}
        </button>
      </div>
    </aside>
  )
}

function Group({ title, children }) {
  return <details className="facet" open><summary><h3>{title}</h3></summary>{children}</details>
}

/** A choice: a check box, or a radio button where one of a group can be chosen. */
function Tick({ href, count, selected, radio, children }) {
  const look = radio ? { className: 'tick one', role: 'radio' } : { className: 'tick', role: 'checkbox' }
  return (
    <li role={radio && 'none'}>
      <QueryLink href={href} rel="nofollow" aria-checked={selected} {...look}>
        {children}<span className="n">{grouped(count)}</span>
      </QueryLink>
    </li>
  )
}

function Facet({ title, name, query, results }) {
  const { values, more } = results.facets[name]
  if (values.length === 0) return null
  return (
    <Group title={title}>
      <ul>
        {values.map(({ value, label, count, selected }) => (
          <Tick key={value} href={hrefOf(toggled(query, name, value))} count={count} selected={selected}>{label}</Tick>
        ))}
      </ul>
      {more > 0 && <p className="more">and {grouped(more)} more, found by searching</p>}
    </Group>
  )
}

function Price({ query, results: { prices, range } }) {
  const shown = prices.filter(([step, count]) => count > 0 || query.maxPrice === step)
  return (
    <Group title="Price">
      <PriceForm query={query} range={range} />
      <ul role="radiogroup" aria-label="Price">
        {shown.map(([step, count]) => {
          const selected = query.minPrice === null && query.maxPrice === step
          const to = changed(query, { minPrice: null, maxPrice: selected ? null : step })
          return <Tick key={step} radio href={hrefOf(to)} count={count} selected={selected}>Up to {wholeMoney(step)}</Tick>
        })}
      </ul>
    </Group>
  )
}

function PriceForm({ query, range }) {
  const go = useContext(Go)
  const submit = (event) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const cents = (name) => (fields.get(name) ? Math.round(Number(fields.get(name)) * 100) : null)
    go(hrefOf(changed(query, { minPrice: cents('min_price'), maxPrice: cents('max_price') })))
  }
  const field = (name, value, hint) => (
    <input
      key={value} className="field" name={name} inputMode="decimal"
      defaultValue={value === null ? '' : value / 100} placeholder={hint === undefined ? '' : hint / 100}
    />
  )
  return (
    <form className="price-form" action="/products" onSubmit={submit}>
      <label>Lowest{field('min_price', query.minPrice, range?.[0])}</label>
      <label>Highest{field('max_price', query.maxPrice, range?.[1])}</label>
      <button className="btn" aria-label="Apply the price range">Apply</button>
    </form>
  )
}

function Rating({ query, results: { ratings } }) {
  return (
    <Group title="Rating">
      <ul role="radiogroup" aria-label="Rating">
        {ratings.map(([step, count]) => {
          const selected = query.minRating === step
          const to = changed(query, { minRating: selected ? null : step })
          return (
            <Tick key={step} radio href={hrefOf(to)} count={count} selected={selected}>
              <span className={starsClass(step)}>{stars(step)} and up</span>
            </Tick>
          )
        })}
      </ul>
    </Group>
  )
}
