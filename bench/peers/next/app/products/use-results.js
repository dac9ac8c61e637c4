'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react'
import { answer, createCatalog } from '../../lib/catalog'
import { parseQuery } from '../../lib/query'

/** The query of the address, its results, and the way to another: by itself once the catalogue is here. */
export function useResults(served) {
  const params = useSearchParams()
  const router = useRouter()
  const catalog = useCatalog()
  const query = useMemo(() => parseQuery(params), [params])
  const results = useMemo(() => (catalog ? answer(catalog, query) : served), [catalog, query, served])
  const here = catalog !== null
  const go = useCallback((href, options = { scroll: false }) => {
    if (!here) return router.push(href, options)
    window.history.pushState(null, '', href)
    if (options.scroll) window.scrollTo(0, 0)
  }, [here, router])
  return { query, results, go }
}

/** The catalogue, fetched when the browser is idle; null before. */
function useCatalog() {
  const [catalog, setCatalog] = useState(null)
  useEffect(() => {
    const load = async () => {
      const response = await fetch('/catalog.json')
      const loaded = await createCatalog(await response.json())
      startTransition(() => setCatalog(loaded))
    }
    const idle = requestIdleCallback(load)
    return () => cancelIdleCallback(idle)
  }, [])
  useEffect(() => {
    if (catalog) document.documentElement.dataset.catalog = ''
  }, [catalog])
  return catalog
}
