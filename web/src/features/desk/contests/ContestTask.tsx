import type { TaskProps } from '../types'
import { ContestSubject } from './ContestSubject'

/** A contested fact, as it is drawn beside the queue. */
export function ContestTask({ subject, list, settled }: TaskProps) {
  return <ContestSubject id={Number(subject)} list={list} decided={settled} />
}
