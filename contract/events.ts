import { z } from 'zod';
import { MAX_STEPS } from './bounds.ts';
import { contentReference } from './content-reference.ts';
import { errorAnswer } from './errors/error-answer.ts';

/*
 * The messages of the WebSocket API: actions of a client, events of the server, one JSON object each. An event says
 * that something happened, never what: the answer itself is fetched from `/api/stream/extract`.
 */

/** What a client sends. */
export const liveAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('watch'), title: contentReference }).meta({
    description: 'Begins to watch a title. It is answered at once: by `progress`, `ready` or `failed`.',
    example: { action: 'watch', title: { mediaType: 'movie', tmdbId: '550' } },
  }),
  z.strictObject({ action: z.literal('unwatch'), title: contentReference }).meta({
    description: 'Ends it. Nothing answers it.',
    example: { action: 'unwatch', title: { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 1 } },
  }),
  z.strictObject({ action: z.literal('ping') }).meta({
    description: 'Keeps the connection, which closes after ten minutes without a message. Nothing answers it.',
    example: { action: 'ping' },
  }),
]);
export type LiveAction = z.infer<typeof liveAction>;

/** One thing that an extraction did: it asked a provider, or a provider has answered. */
export const liveStep = z.object({
  provider: z.string().meta({ description: 'Label of the provider, else its name.' }),
  state: z.enum(['asked', 'found', 'not-found', 'failed', 'late']).meta({
    description: '`late`: others had answered before it.',
  }),
  ms: z.int().min(0).meta({ description: 'How long the provider took, in milliseconds; 0 for `asked`.' }),
  sources: z.int().positive().optional().meta({ description: 'Of `found`: how many sources the provider has.' }),
});
export type LiveStep = z.infer<typeof liveStep>;

/** What the server sends. */
export const liveEvent = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('progress'),
      title: contentReference,
      seq: z.int().min(0).meta({ description: 'Rises with each step. One below the last that was seen is old news.' }),
      steps: z.array(liveStep).max(MAX_STEPS).meta({ description: 'All steps so far, in their order.' }),
    })
    .meta({
      description:
        'An extraction goes on. `seq` 0 without steps: none is under way, or its first steps are not written yet: they follow.',
      example: {
        type: 'progress',
        title: { mediaType: 'movie', tmdbId: '550' },
        seq: 1780000000000,
        steps: [
          { provider: 'Main library', state: 'asked', ms: 0 },
          { provider: 'Main library', state: 'found', ms: 2100, sources: 5 },
        ],
      },
    }),
  z
    .object({
      type: z.literal('ready'),
      title: contentReference,
      etag: z.string().meta({ description: 'Of the plain answer: of a request without wishes.' }),
    })
    .meta({
      description: 'There is an answer: ask for it.',
      example: { type: 'ready', title: { mediaType: 'movie', tmdbId: '550' }, etag: 'W/"kO2x5Qd0mJ7o1v9wq0s3aA"' },
    }),
  z
    .object({
      type: z.literal('failed'),
      title: contentReference.optional().meta({ description: 'Absent where the message names none.' }),
      ...errorAnswer.pick({ error: true, message: true, retryable: true }).shape,
      retryAfter: z.int().min(0).optional().meta({ description: 'Seconds to wait before the next request.' }),
    })
    .meta({
      description: 'The extraction has failed, or the action was refused: the error that a request gets.',
      example: {
        type: 'failed',
        title: { mediaType: 'movie', tmdbId: '550' },
        error: 'Request timeout',
        message: 'The extraction took too long. Try again.',
        retryable: true,
        retryAfter: 5,
      },
    }),
  z.object({ type: z.literal('changed'), title: contentReference, reason: z.enum(['purged', 'refreshed']) }).meta({
    description: 'The answer that a client has is no longer the one that a request gets: ask again.',
    example: { type: 'changed', title: { mediaType: 'movie', tmdbId: '550' }, reason: 'purged' },
  }),
  z
    .object({
      type: z.literal('bye'),
      after: z.int().min(0).meta({ description: 'Seconds to wait before the next connection.' }),
    })
    .meta({
      description: 'Close the connection: nothing more comes through it. It names no title.',
      example: { type: 'bye', after: 5 },
    }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;

/** The answer of `POST /api/stream/live/tickets`. */
export const liveTicketAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    ticket: z.string().meta({ description: 'Good for one connection: `wss://…?ticket=…`.', example: 'Q1b0…' }),
    expiresIn: z.int().positive().meta({ description: 'Seconds.', example: 60 }),
  }),
});
