import type { Source } from '../answer.ts';

/** One attempt to play a source. */
export interface Attempt {
  readonly source: Source;
  /** Why it failed, in words that a page can show: `HTTP 404`, `the server cannot be reached`, `no answer in time` … */
  readonly reason: string;
}

/** Why a title does not play. */
export class PlayError extends Error {
  override readonly name = 'PlayError' as const;
  /** What was tried, in order. */
  readonly tried: readonly Attempt[];
  /** Sources that were not tried, because this browser, or the page's settings, cannot play them. */
  readonly skipped: readonly Attempt[];

  constructor(message: string, tried: readonly Attempt[], skipped: readonly Attempt[], cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.tried = tried;
    this.skipped = skipped;
  }
}

/** Names what was tried, without addresses: a message may end up in a page or a log. */
export function messageOf(tried: readonly Attempt[], skipped: readonly Attempt[]): string {
  const list = (attempts: readonly Attempt[]) => attempts.map((each) => `${nameOf(each.source)}: ${each.reason}`);
  const facts = [...list(tried), ...list(skipped)].join('; ');
  return tried.length > 0
    ? `No source of this title plays (${facts}).`
    : `This browser plays no source of this title (${facts}).`;
}

/** A source in a sentence: its label, or `1080p HLS`. */
export const nameOf = ({ quality, type, label }: Source): string => label ?? `${quality} ${type.toUpperCase()}`;

/** A failure of a source, as its player reports it. */
export interface Failure {
  readonly reason: string;
  /** The address that gave no readable response, where asking it again can show why. */
  readonly unread?: string | undefined;
}

const AWAY = 'the server cannot be reached';
const NOT_ALLOWED = 'not allowed for this page (CORS)';

/**
 * Why an address gave no readable response. A browser reports the same for a host that is away and for one that does
 * not allow the page to read; a request without CORS shows which.
 */
export async function reasonOfSilence(url: string, signal: AbortSignal): Promise<string> {
  const ask = (mode: RequestMode) =>
    fetch(url, { method: 'HEAD', mode, cache: 'no-store', credentials: 'omit', signal });
  try {
    const { ok, status } = await ask('cors');
    return ok ? 'a form that this browser does not play' : `HTTP ${status}`;
  } catch {
    return ask('no-cors').then(
      () => NOT_ALLOWED,
      () => AWAY,
    );
  }
}
