import type { IncomingHttpHeaders } from 'node:http';
import { openApiDocument } from '../../tools/openapi/openapi.ts';

interface Header {
  readonly required?: boolean;
  readonly schema: { readonly type: string; readonly enum?: readonly string[] };
}

/** What HTTP itself puts on an answer, whatever the API. */
const HTTP_HEADERS = ['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'keep-alive'];

// biome-ignore lint/suspicious/noExplicitAny: a document, walked by its references
const document = openApiDocument() as any;
// biome-ignore lint/suspicious/noExplicitAny: the same
const resolved = (value: any) =>
  value?.$ref === undefined
    ? value
    : value.$ref
        .slice(2)
        .split('/')
        // biome-ignore lint/suspicious/noExplicitAny: the same
        .reduce((part: any, name: string) => part[name], document);

/**
 * Where the headers of an answer and the OpenAPI document differ: each header that an answer has and the document has
 * not, that it should have and has not, or whose value is none that the document allows.
 */
export function headerGaps(method: string, status: number, headers: IncomingHttpHeaders): string[] {
  // Only a steering answer is ever a 410, only preferences take a token, and only players' records are ever too large.
  const own: Record<number, string> = {
    401: '/api/stream/preferences',
    410: '/api/stream/steering.json',
    413: '/api/stream/cmcd',
  };
  const path = own[status] ?? '/api/stream/extract';
  const operation = document.paths[path][status === 413 ? 'post' : method.toLowerCase()];
  const response = resolved(operation.responses[status]);
  const documented = new Map<string, Header>(
    Object.entries(response.headers).map(([name, header]) => [name.toLowerCase(), resolved(header)]),
  );
  const unknown = Object.keys(headers).filter((name) => !documented.has(name) && !HTTP_HEADERS.includes(name));
  const gaps = [...documented].flatMap(([name, { required, schema }]) => {
    const value = headers[name];
    if (value === undefined) return required ? [`${name} is missing`] : [];
    const allowed = schema.enum?.includes(String(value)) ?? true;
    const typed = schema.type !== 'integer' || /^\d+$/.test(String(value));
    return allowed && typed ? [] : [`${name} is ${value}`];
  });
  return [...unknown.map((name) => `${name} is not documented`), ...gaps];
}
