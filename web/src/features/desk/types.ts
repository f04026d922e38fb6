// What /api/v1/desk answers, by the names the desk uses. The shapes are the server's own: see schema.d.ts.
import type { components } from '~/api/schema'

type Schemas = components['schemas']

export type Desk = Schemas['DeskOut']
export type Task = Schemas['TaskOut']
export type Found = Schemas['FoundOut']
export type DeskResident = Schemas['DeskResidentOut']
export type Contest = Schemas['DeskContestOut']
export type Decision = Schemas['DecisionIn']
export type ImportRun = Schemas['ImportOut']
export type ImportReport = Schemas['ImportDetailsOut']
export type Look = Schemas['AuditOut']
export type Happened = Schemas['HappeningOut']
export type Coverage = Schemas['CoverageOut']
export type Member = Schemas['StaffOut']

/** How a task of a room is drawn beside the queue. */
export interface TaskProps {
  /** Which one of its kind. */
  subject: string
  /** Where the list is that it stands in. */
  list: string
  /** To be called once it is settled: it leaves the queue, and stays in sight. */
  settled: () => void
}
