/**
 * Checks that the published types are those of the contract: otherwise this file does not compile. They are written
 * out, so that the package needs neither Zod nor this repository.
 */
import type * as Contract from '../contract/answer.ts';
import type * as ContractErrors from '../contract/errors/error-answer.ts';
import type { ERRORS } from '../contract/errors/error-table.ts';
import type { LiveEvent, LiveStep } from '../contract/events.ts';
import type { ExtractQuery } from '../contract/query.ts';
import type * as Client from './src/index.ts';
import type { ApiErrorCode } from './src/stream-error-code.ts';

/** True only for identical types, including optional and read-only properties. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Turns interfaces into plain object types, recursively. */
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

type Agrees<A, B> = Same<Plain<A>, Plain<B>>;

type EventOf<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>;

export const agreement: [
  Agrees<Client.Quality, Contract.Quality>,
  Agrees<Client.SourceType, Contract.SourceType>,
  Agrees<Client.Variant, Contract.Variant>,
  Agrees<Client.Source, Contract.Source>,
  Agrees<Client.Subtitle, Contract.Subtitle>,
  Agrees<Client.VideoData, Contract.VideoData>,
  Agrees<Client.ErrorDetail, ContractErrors.ErrorDetail>,
  Agrees<Client.AnswerMetadata, Contract.SuccessAnswer['metadata']>,
  Agrees<Client.MediaType, ExtractQuery['mediaType']>,
  Agrees<Client.ProgressStep, LiveStep>,
  Agrees<Client.Progress, Omit<EventOf<'progress'>, 'type' | 'title'>>,
  Agrees<Client.TitleChange, Omit<EventOf<'changed'>, 'type' | 'title'>>,
  Agrees<ApiErrorCode, (typeof ERRORS)[keyof typeof ERRORS]['error']>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true];
