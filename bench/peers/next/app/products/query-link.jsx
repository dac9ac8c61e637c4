'use client'

import { createContext, useContext } from 'react'

/** Goes to other results: `go(href, { scroll })`. */
export const Go = createContext(null)

/** A link to other results of this page. */
export function QueryLink({ href, scroll = false, children, ...rest }) {
  const go = useContext(Go)
  const onClick = (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href, { scroll })
  }
  return <a href={href} onClick={onClick} {...rest}>{children}</a>
}
