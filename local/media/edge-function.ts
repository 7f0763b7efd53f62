import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';

/** The part of an event of CloudFront that the function uses ("CloudFront Functions event structure"). */
export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring?: object;
}

export interface EdgeResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
}

/** A request that passes, with its new path, or the response in its place. */
export type EdgeFunction = (request: EdgeRequest) => Promise<EdgeRequest | EdgeResponse>;

const FILE = new URL('../../lib/media-edge/verify-token.js', import.meta.url);
const IMPORT = /^import (\w+) from '(cloudfront|crypto)';$/gm;

/**
 * The function that CloudFront runs, in a context that has what its runtime has.
 *
 * @param keys returns what the key value store has under `keys`, as JSON; undefined where it is empty
 * @param now returns milliseconds since 1970
 */
export function edgeFunction(keys: () => string | undefined, now: () => number = Date.now): EdgeFunction {
  const stored = async (name: string): Promise<unknown> => {
    const text = name === 'keys' ? keys() : undefined;
    if (text === undefined) throw new Error('The key does not exist');
    return JSON.parse(text);
  };
  const modules = { cloudfront: { kvs: () => ({ get: stored }) }, crypto: { createHmac: crypto.createHmac } };
  // CloudFront's modules are built in, and its runtime calls a function that is not exported.
  const code = readFileSync(FILE, 'utf8').replace(IMPORT, 'const $1 = modules.$2;');
  const context = createContext({ modules, Date: { now } });
  const handler = new Script(`(() => { ${code}\nreturn handler; })()`).runInContext(context) as (
    event: object,
  ) => Promise<EdgeRequest | EdgeResponse>;
  return (request) => handler({ version: '1.0', request: { querystring: {}, ...request } });
}
