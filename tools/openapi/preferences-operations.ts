import { countedHeaders } from './openapi-headers.ts';

type Json = Record<string, unknown>;

/** What the operations of every route refer to. */
interface Shared {
  readonly errorReferences: (...statuses: string[]) => Json;
}

const EXAMPLE = { prefer: 'res:720,lang:de', subtitleLanguages: ['de', 'en'], dataSaver: false };
const STATUSES = ['401', '403', '429', '500', '503', '504'];

/** The operations by which a viewer's wishes are the same on every device. A stage has them by its setting. */
export function preferencesOperations({ errorReferences }: Shared) {
  const schema = { $ref: '#/components/schemas/Preferences' };
  const operation = { tags: ['Preferences'], security: [{ viewer: [] }, { apiKey: [], viewer: [] }] };
  const answer = (description: string): Json => ({
    '200': {
      description,
      headers: countedHeaders(),
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/PreferencesAnswer' },
          example: { success: true, data: EXAMPLE },
        },
      },
    },
  });
  return {
    get: {
      operationId: 'readPreferences',
      summary: 'What the viewer prefers, on every device',
      description: 'Of the viewer whom the token names. One who has stored nothing prefers nothing.',
      ...operation,
      responses: { ...answer('What is stored.'), ...errorReferences(...STATUSES) },
    },
    put: {
      operationId: 'writePreferences',
      summary: 'Stores what the viewer prefers',
      description: 'Replaces all of it. It is kept for a year after the last change.',
      ...operation,
      requestBody: { required: true, content: { 'application/json': { schema, example: EXAMPLE } } },
      responses: { ...answer('What is stored now.'), ...errorReferences('400', ...STATUSES) },
    },
    delete: {
      operationId: 'deletePreferences',
      summary: 'Forgets what the viewer prefers',
      ...operation,
      responses: { ...answer('Nothing is stored any more.'), ...errorReferences(...STATUSES) },
    },
  };
}
