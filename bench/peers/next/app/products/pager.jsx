'use client'

import { hrefOf } from '../../lib/query'
import { QueryLink } from './query-link'

/** Links to the other pages. */
export function Pager({ query, page, pages }) {
  if (pages <= 1) return null
  const link = (n, text, rest) => (
    <QueryLink key={text} href={hrefOf({ ...query, page: n })} scroll {...rest}>{text}</QueryLink>
  )
  return (
    <nav className="pager" aria-label="Pages">
      {page > 1 && link(page - 1, 'Previous', { rel: 'prev' })}
      {numbers(page, pages).map((n) => {
        if (n < 0) return <span key={n}>…</span>
        if (n === page) return <span key={n} aria-current="page">{n}</span>
        return link(n, String(n), { 'aria-label': `Page ${n}` })
      })}
      {page < pages && link(page + 1, 'Next', { rel: 'next' })}
    </nav>
  )
}

/** The numbers that are shown: the ends and the neighbours; a negative one stands for a gap. */
function numbers(page, pages) {
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages)
  // A gap of one number is no gap.
  if (page === 4) near.push(2)
  if (page + 3 === pages) near.push(pages - 1)
  const shown = [...new Set(near)].sort((a, b) => a - b)
  return shown.flatMap((n, i) => (i > 0 && n - shown[i - 1] > 1 ? [-n, n] : [n]))
}
