import Form from 'next/form'
import Link from 'next/link'

export function Header() {
  return (
    <header className="top">
      <div className="wrap top-row">
        <Link className="logo" href="/" prefetch={false} aria-label="Mintreu, home">
          <svg viewBox="0 0 28 28" aria-hidden="true">
            <path className="logo-leaf" d="M3 14C3 7 8 3 14 3h11v11c0 6-4 11-11 11H3z" />
            <path className="logo-vein" d="M8 20v-8l6 6 6-6v8" />
          </svg>
          <span>Mintreu</span>
        </Link>
        <search className="search">
          <Form action="/products" prefetch={false}>
            <input className="field" type="search" name="q" placeholder="Search products" aria-label="Search products" />
            <button className="go" aria-label="Search">
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21" />
              </svg>
            </button>
          </Form>
        </search>
        <nav className="top-nav" aria-label="Main">
          <Link className="top-link" href="/products" prefetch={false} aria-current="page">Products</Link>
          <Link className="top-link" href="/cart" prefetch={false}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 8h12l1 12H5zM9 8V6a3 3 0 0 1 6 0v2" />
            </svg>
            <span className="wide">Cart</span>
            <span className="count-dot">0</span>
          </Link>
          <Link className="top-link" href="/account" prefetch={false}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c1-3.500 4-5 7.500-5s6.500 1.500 7.500 5" />
            </svg>
            <span className="wide">Account</span>
          </Link>
        </nav>
      </div>
    </header>
  )
}
