import Link from 'next/link'

const COLUMNS = {
  Browse: {
    'All products': '/products',
    'New arrivals': '/products?sort=newest',
    'Most popular': '/products?sort=popular',
    'Best rated': '/products?sort=rating',
  },
  Help: {
    'How to find things': '/help',
    'Search syntax': '/help#syntax',
    Accounts: '/help#accounts',
    Contact: '/help#contact',
  },
  'For programs': {
    'Catalogue API': '/api/openapi.json',
    'Feed of new arrivals': '/feed.xml',
    Sitemap: '/sitemap.xml',
  },
}

export function Footer() {
  return (
    <footer className="foot">
      <div className="wrap foot-row">
        <div className="foot-about">
          <p><b>Mintreu Marketplace</b></p>
          <p>APIs, code packages and themes from independent developers, ready to build on.</p>
        </div>
        {Object.entries(COLUMNS).map(([title, links]) => (
          <nav key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {Object.entries(links).map(([text, href]) => (
                <li key={href}><Link href={href} prefetch={false}>{text}</Link></li>
              ))}
            </ul>
          </nav>
        ))}
      </div>
    </footer>
  )
}
