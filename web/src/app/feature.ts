import i18next from 'i18next'
import { lazy, type ComponentType } from 'react'

/** Fetch a feature's page and its words together. */
export function feature<Props = object>(namespace: string, load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), i18next.loadNamespaces(namespace)])
    return page
  })
}
