/** In which tone the state of a report is said. */
export const TONE = { filed: 'warm', taken: 'lake', closed: 'plain' } as const
