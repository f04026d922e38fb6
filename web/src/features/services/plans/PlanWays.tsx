import { ListOrdered } from 'lucide-react'
import { Ways } from '~/design/Ways/Ways'
import type { MyServices } from '../ask'

interface Props {
  plans: MyServices['plans']
  label?: string
  level?: 2 | 3
}

/** The ways to the plans that stand with somebody. */
export function PlanWays({ plans, ...list }: Props) {
  const ways = plans.map((plan) => ({
    href: `/services/plans/${plan.id}/${plan.subject}`,
    title: plan.title,
    text: plan.lead,
    Icon: ListOrdered,
  }))
  return <Ways ways={ways} {...list} />
}
