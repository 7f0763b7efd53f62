import { randomUUID } from 'node:crypto';
import { signPath } from '../../lambda/delivery/signers/path-hmac.ts';
import type { MediaKey } from './key-set.ts';

const TIMEOUT_MS = 5000;
/** Clocks differ, and the folder that such a link opens has no files. */
const LINK_SECONDS = 3600;
/** A folder that no title has. */
const FOLDER = 'stream-api-key-check';

/** What became of a request: the function let it pass to the origin, refused it, or nobody can say. */
export type Verdict = { readonly is: 'opened' | 'refused' } | { readonly is: 'unknown'; readonly reason: string };

export interface EdgeProbe {
  /** Asks for a file that no title has, with a link that this key signed. @param path Another file than it is for */
  ask(key: MediaKey, link?: { readonly expired?: boolean; readonly path?: string }): Promise<Verdict>;
  /** The same with a token that is none. */
  askWithout(): Promise<Verdict>;
}

/** @param base Where links lead: `https://media.example.com/` */
export function edgeProbe(base: string, now: () => number): EdgeProbe {
  return {
    ask: (key, { expired = false, path = `${FOLDER}/${randomUUID()}` } = {}) => {
      const expiry = Math.floor(now() / 1000) + (expired ? -LINK_SECONDS : LINK_SECONDS);
      const scope = { path: `${FOLDER}/`, segments: 1 };
      return verdictOn(new URL(signPath({ name: 'check', match: base, base }, key, scope, expiry)(path)));
    },
    askWithout: () => verdictOn(new URL(`t/none/${FOLDER}/${randomUUID()}`, base)),
  };
}

/**
 * The origin has no such file and says so, with 404 or whatever it likes. The function's own refusal is a 403 that
 * nobody may keep; S3 answers 403, too, where the distribution may not list the bucket.
 */
async function verdictOn(url: URL): Promise<Verdict> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const { message, cause } = error as Error;
    return {
      is: 'unknown',
      reason: `${url.host} does not answer (${(cause as Error | undefined)?.message ?? message})`,
    };
  }
  const { status, headers } = response;
  if (status >= 500) return { is: 'unknown', reason: `${url.host} answers ${status}` };
  return { is: status === 403 && headers.get('cache-control') === 'no-store' ? 'refused' : 'opened' };
}
