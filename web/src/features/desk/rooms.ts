// What the rooms of the city put on the desk: pages at /desk/<entry>, and how a task of theirs is drawn beside the queue.
import type { ComponentType } from 'react'
import { feature } from '~/app/feature'
import { QuestionTask } from '~/features/assistant/conversation/desk/QuestionTask'
import { DraftWork, TaskWork } from '~/features/records/desk/RecordWork'
import { CaseTask } from '~/features/services/desk/CaseTask'
import { ContestTask } from './contests/ContestTask'
import type { TaskProps } from './types'

/** The pages of other rooms, each loaded when it is opened: `'titles/*?': feature('records_desk', () => import(…))`. */
export const PAGES: Record<string, ComponentType> = {
  'rules/*?': feature('services_rules', () => import('~/features/services/rules')),
  'journeys/*?': feature('services_versions', () => import('~/features/services/versions')),
  conversation: feature('assistant_conversation_desk', () => import('~/features/assistant/conversation/desk')),
  fairness: feature('assistant_desk', () => import('~/features/assistant/desk')),
  'cases/*?': feature('services_desk', () => import('~/features/services/desk')),
  appointments: feature('services_diary', () => import('~/features/services/diary')),
  'lists/*?': feature('services_lists', () => import('~/features/services/lists')),
  connectors: feature('services_connectors', () => import('~/features/services/connectors')),
  'reports/*?': feature('services_reports_desk', () => import('~/features/services/reports/desk')),
  'records/*?': feature('records_desk', () => import('~/features/records/desk')),
  takeovers: feature('records_desk', () => import('~/features/records/desk/TakeoversPage')),
  showings: feature('records_desk', () => import('~/features/records/desk/ShowingsPage')),
  services: feature('services_desk', () => import('~/features/services/desk/ServicesPage')),
  notices: feature('services_desk', () => import('~/features/services/desk/NoticesPage')),
  'trails/*?': feature('places_desk', () => import('~/features/places/desk/trails')),
  opened: feature('places_desk', () => import('~/features/places/desk/opened')),
  barriers: feature('places_desk', () => import('~/features/places/desk/Barriers')),
  'overlays/*?': feature('places_desk', () => import('~/features/places/desk')),
}

/** How a task of a kind is drawn beside the queue; a kind that is not here gets its words and a link to its page. */
export const TASKS: Record<string, ComponentType<TaskProps>> = {
  case: CaseTask,
  'record-draft': DraftWork,
  'record-task': TaskWork,
  question: QuestionTask,
  contest: ContestTask,
}
