import { countedHeaders } from './openapi-headers.ts';

type Json = Record<string, unknown>;

/** What the operations of every route refer to. */
interface Shared {
  readonly errorReferences: (...statuses: string[]) => Json;
}

/** The operation by which the site's server lets one of its pages connect. A stage has it by its setting. */
export function liveOperations({ errorReferences }: Shared) {
  return {
    post: {
      operationId: 'issueLiveTicket',
      summary: 'A ticket for one WebSocket connection',
      description: "For the site's own server. It is good for one connection within a minute: `wss://…?ticket=…`.",
      tags: ['Live'],
      responses: {
        '200': {
          description: 'A new ticket.',
          headers: countedHeaders(),
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/LiveTicketAnswer' },
              example: {
                success: true,
                data: { ticket: 'q7Hn2o0rX1bYpSxJ8m4wLk9dTzVuEcRfGiAs3BhMvQ0', expiresIn: 60 },
              },
            },
          },
        },
        ...errorReferences('403', '429', '500', '503', '504'),
      },
    },
  };
}
