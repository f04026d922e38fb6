import { openStore } from './store'

/** This phone's own store, opened once. */
export const phone = openStore()
phone.catch(() => undefined) // Where storage is refused, each use says so for itself.
