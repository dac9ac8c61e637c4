// Addresses of the shop that sections visit, and a cart with something in it.

/** Products with a plan that is paid once, as the fields of the form that adds them to the cart. */
export async function paidOnce(url, count) {
  const { items } = await (await fetch(`${url}/api/v1/products?limit=100`)).json()
  const forms = []
  for (const { slug } of items) {
    const { plans } = await (await fetch(`${url}/api/v1/products/${slug}`)).json()
    const paid = plans.find((plan) => plan.price.billing === 'one_time')
    if (paid) forms.push(new URLSearchParams({ product: slug, plan: paid.slug }))
    if (forms.length === count) return forms
  }
  throw new Error(`only ${forms.length} of ${items.length} products have a plan that is paid once`)
}

/** Posts the form that adds to the cart; gives the cart's cookie as `name=value`. */
export async function addToCart(url, form) {
  // Each customer sits in a network of their own: so many carts are begun from none.
  const network = `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`
  const headers = { Accept: 'application/json', 'X-Forwarded-For': network }
  const answer = await fetch(`${url}/api/fn/cart_add`, { method: 'POST', headers, body: form, redirect: 'manual' })
  const [cookie] = answer.headers.getSetCookie()
  if (!cookie) throw new Error(`${url}/api/fn/cart_add answered ${answer.status} and set no cookie`)
  return cookie.split(';')[0]
}

/** What a visit of the shop may open: `/checkout` has something in its cart. */
export async function visits(url) {
  const { items } = await (await fetch(`${url}/api/v1/products?limit=1`)).json()
  const [form] = await paidOnce(url, 1)
  return {
    '/': { path: '/' },
    '/products': { path: '/products' },
    'a product page': { path: `/products/${items[0].slug}` },
    '/checkout': { path: '/checkout', cookie: await addToCart(url, form) },
    '/login': { path: '/login' },
  }
}
