/** In which tone a state is said: what waits for the reader is warm, green and red are for what was decided. */
export const TONE = {
  draft: 'warm',
  to_pay: 'warm',
  to_complete: 'warm',
  sent: 'lake',
  in_progress: 'lake',
  under_review: 'lake',
  granted: 'true',
  refused: 'false',
  withdrawn: 'plain',
} as const
