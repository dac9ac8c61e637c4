'use client'

import Link from 'next/link'
import { memo } from 'react'
import { billing, counted, ground, grouped, initials, label, money, stars, starsClass } from '../../lib/format'

/** A product in the grid. */
export const Card = memo(function Card({ card, eager }) {
  return (
    <li className="card">
      <Picture card={card} eager={eager} />
      <div className="card-body">
        <h3><Link href={`/products/${card.id}`} prefetch={false}>{card.title}</Link></h3>
        <p className="by">
          {label(card.category)} by{' '}
          <Link href={`/developers/${card.developer}`} prefetch={false}>{card.developerName}</Link>
        </p>
        <p className="sum">{card.summary}</p>
        <div className="card-foot"><Rating card={card} /> <Price card={card} /></div>
      </div>
    </li>
  )
})

function Picture({ card, eager }) {
  if (!card.image) return <div className={ground(card.id)} aria-hidden="true">{initials(card.title)}</div>
  return <img src={card.image} alt="" width="960" height="600" decoding="async" loading={eager ? undefined : 'lazy'} />
}

function Rating({ card: { rating, ratingCount } }) {
  if (ratingCount === 0) return <span className="rating none" role="img" aria-label="Not rated yet">Not rated yet</span>
  const text = stars(rating)
  return (
    <span className={starsClass(rating)} role="img" aria-label={`${text} of 5 stars, ${counted(ratingCount, 'rating')}`}>
      {text} ({grouped(ratingCount)})
    </span>
  )
}

function Price({ card }) {
  return (
    <span className="price">
      {card.from && 'From '}
      <b>{card.price === 0 ? 'Free' : money(card.price)}</b>
      {card.price > 0 && ` ${billing(card.billing)}`}
    </span>
  )
}
