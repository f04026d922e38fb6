/** Whether the talk may tell the city in which neighbourhood one is: only where she turned it on, on this phone. */
const TOLD = 'manto.neighbourhood'

export function neighbourhoodTold(): boolean {
  try {
    return localStorage.getItem(TOLD) === 'yes'
  } catch {
    return false
  }
}

/** Let the talk tell the neighbourhood, or keep it here again; remembered on this phone. */
export function tellNeighbourhood(told: boolean): void {
  try {
    if (told) localStorage.setItem(TOLD, 'yes')
    else localStorage.removeItem(TOLD)
  } catch {
    // Kept here is what holds without storage.
  }
}
