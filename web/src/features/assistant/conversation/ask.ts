import { api, ask } from '~/api/client'
import type { components, paths } from '~/api/schema'

declare module '~/api/types' {
  interface Routes extends Pick<
    paths,
    | '/api/v1/assistant/dialogue'
    | '/api/v1/assistant/log'
    | '/api/v1/me/questions'
    | '/api/v1/me/accesses'
    | '/api/v1/me/accesses/{id}'
    | '/api/v1/desk/questions/{id}'
    | '/api/v1/desk/questions/{id}/answer'
    | '/api/v1/desk/topics'
    | '/api/v1/desk/topics/{topic}'
    | '/api/v1/desk/answer-errors'
    | '/api/v1/desk/answer-errors/{id}/mended'
  > {}
}

type Schemas = components['schemas']
export type HandedOver = Schemas['HandOverIn']
export type DeskQuestion = Schemas['DeskQuestionOut']
export type Accesses = Schemas['AccessesOut']
export type Access = Accesses['given'][number]
export type Topic = Schemas['AssistantTopicOut']
export type AnswerError = Schemas['AnswerErrorOut']

export const forgetDialogue = () => ask(api.DELETE('/api/v1/assistant/dialogue', {}))
export const assistantLog = () => ask(api.GET('/api/v1/assistant/log', {}))
export const handOver = (body: HandedOver) => ask(api.POST('/api/v1/me/questions', { body }))
export const deskQuestion = (id: string) => ask(api.GET('/api/v1/desk/questions/{id}', { params: { path: { id } } }))
export const answerQuestion = (id: string, answer: string) =>
  ask(api.POST('/api/v1/desk/questions/{id}/answer', { params: { path: { id } }, body: { answer } }))
export const deskTopics = () => ask(api.GET('/api/v1/desk/topics', {}))
export const switchTopic = (topic: string, off: boolean, reason: string) =>
  ask(api.PUT('/api/v1/desk/topics/{topic}', { params: { path: { topic } }, body: { off, reason } }))
export const logError = (topic: string, what: Record<string, string>, since: string) =>
  ask(api.POST('/api/v1/desk/answer-errors', { body: { topic, what, since } }))
export const mendError = (id: number, how: Record<string, string>, on: string) =>
  ask(api.POST('/api/v1/desk/answer-errors/{id}/mended', { params: { path: { id } }, body: { how, on } }))
export const myAccesses = () => ask(api.GET('/api/v1/me/accesses', {}))
export const giveAccess = (body: Schemas['AccessIn']) => ask(api.POST('/api/v1/me/accesses', { body }))
export const revokeAccess = (id: string) => ask(api.DELETE('/api/v1/me/accesses/{id}', { params: { path: { id } } }))
