import { statusHeaders } from './openapi-headers.ts';

type Json = Record<string, unknown>;

/** What the operations of every route refer to. */
interface Shared {
  /** The error responses by status, in full: those to HEAD have no bodies. */
  readonly errors: Readonly<Record<string, Json>>;
  readonly errorReferences: (...statuses: string[]) => Json;
  readonly withoutBodies: (responses: Record<string, Json>) => Json;
  readonly preflight: Json;
}

/** What can go wrong before the function answers: the route has no parameters, and is not limited by client. */
const STATUSES = ['403', '429', '500', '503', '504'];

const EXAMPLE = { success: true, data: { stage: 'prod', version: '1.0.0' } };

/** The operations of the route for uptime monitors. They need no key, on any stage. */
export function statusOperations({ errors, errorReferences, withoutBodies, preflight }: Shared) {
  const operation = { tags: ['Operations'], security: [] };
  const found: Record<string, Json> = {
    '200': {
      description: 'Gateway and function answer.',
      headers: statusHeaders(),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Status' }, example: EXAMPLE } },
    },
  };
  const failures = Object.fromEntries(STATUSES.map((status) => [status, errors[status]!]));
  return {
    get: {
      operationId: 'stageStatus',
      summary: 'Whether the API answers, for uptime monitors',
      description: 'Reads no table, asks no provider, needs no key and counts towards no limit.',
      ...operation,
      responses: { ...found, ...errorReferences(...STATUSES) },
    },
    head: {
      operationId: 'headStatus',
      summary: 'The headers of the same answer, without its body',
      description: 'Status and headers are those of GET.',
      ...operation,
      responses: withoutBodies({ ...found, ...failures }),
    },
    options: {
      ...preflight,
      ...operation,
      operationId: 'statusOptions',
      description: "A browser's preflight (Fetch standard).",
    },
  };
}
