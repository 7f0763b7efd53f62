import type { ErrorAnswer, ErrorDetail } from '../../contract/errors/error-answer.ts';
import { ERROR_OCCASIONS, type ErrorOccasion } from '../../contract/errors/error-occasions.ts';
import { ERRORS, type ErrorName } from '../../contract/errors/error-table.ts';

/** One example of a body, as OpenAPI names it. */
export interface BodyExample {
  readonly summary: string;
  readonly value: object;
}
export type BodyExamples = Readonly<Record<string, BodyExample>>;

/** Of every example. */
export const REQUEST_ID = '670ff625-97ba-476b-a0f9-191e13aff630';

/** The request `?tmdbId=550`. */
const WITHOUT_MEDIA_TYPE: readonly ErrorDetail[] = [{ field: 'mediaType', message: 'is required' }];

/** The bodies that a response with this status may have: one for each row of the error table. */
export function errorExamples(status: number): BodyExamples {
  const names = (Object.keys(ERRORS) as ErrorName[]).filter((name) => ERRORS[name].status === status);
  return Object.fromEntries(names.map((name) => [name, { summary: occasionOf(name), value: answerOf(name) }]));
}

function answerOf(name: ErrorName): ErrorAnswer {
  const { error, message, retryable } = ERRORS[name];
  if (name !== 'validation') return { error, message, retryable, requestId: REQUEST_ID };
  const named = WITHOUT_MEDIA_TYPE.map(({ field, message: rule }) => `${field} ${rule}`).join('; ');
  return { error, message: `${named}.`, retryable, requestId: REQUEST_ID, details: [...WITHOUT_MEDIA_TYPE] };
}

/** The first sentence about the error's first occasion. */
function occasionOf(name: ErrorName): string {
  const { when } = Object.values<ErrorOccasion>(ERROR_OCCASIONS).find(({ error }) => error === name)!;
  return /^[^.]*/.exec(when)![0];
}
