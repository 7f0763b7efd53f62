import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpAnswer } from './gateway-response.ts';

const gzipped = promisify(gzip);

/**
 * Compresses as API Gateway does: when the client accepts gzip, the body reaches the API's minimum and has no
 * encoding yet (Developer Guide, "Payload compression for REST APIs").
 */
export async function compressed(
  answer: HttpAnswer,
  minimumSize: number | undefined,
  acceptEncoding: string,
): Promise<HttpAnswer> {
  if (minimumSize === undefined || answer.body.length < minimumSize || answer.body.length === 0) return answer;
  const encoded = Object.keys(answer.headers).some((name) => name.toLowerCase() === 'content-encoding');
  if (encoded || !acceptsGzip(acceptEncoding)) return answer;
  return { ...answer, headers: { ...answer.headers, 'Content-Encoding': 'gzip' }, body: await gzipped(answer.body) };
}

/** RFC 9110, section 12.5.3. */
function acceptsGzip(acceptEncoding: string): boolean {
  const weights = new Map(
    acceptEncoding.split(',').map((part) => {
      const [name, ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)];
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
