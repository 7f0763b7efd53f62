import { instantOf } from './instant.ts';
import { isPlausibleExpiry, linkExpiry } from './link-expiry.ts';

interface LinkLife {
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly signed: boolean;
}

/** How long the links of one answer live: what each link says itself, and what the extractor declared of it. */
export class LinkLives {
  readonly #now: number;
  readonly #lives = new Map<string, LinkLife>();

  /** @param now milliseconds since 1970 */
  constructor(now: number) {
    this.#now = now;
  }

  /**
   * When a link dies, milliseconds since 1970: the earliest of its own expiry and of every one declared for it so far.
   *
   * @param declared RFC 3339, or seconds since 1970
   */
  of(link: string, declared?: string | number): number | undefined {
    const known = this.#lives.get(link) ?? this.#ownLife(link);
    const stated = instantOf(declared);
    const usable = stated !== undefined && isPlausibleExpiry(stated, this.#now) ? stated : undefined;
    const expiresAt = earliest(known.expiresAt, usable);
    // Who says that a link dies, and does not say when, says that it does not live for long.
    const isDeclared = declared !== undefined && declared !== '';
    this.#lives.set(link, { expiresAt, signed: known.signed || (isDeclared && usable === undefined) });
    return expiresAt;
  }

  /** Whether a link is past its end: it must not go out, and must not end the lives of the others. */
  isDead(link: string, declared?: string | number): boolean {
    const expiresAt = this.of(link, declared);
    return expiresAt !== undefined && expiresAt <= this.#now;
  }

  /** What holds for an answer that carries these links. */
  together(links: readonly string[]): { expiresAt?: number; signedWithoutExpiry: boolean } {
    let expiresAt: number | undefined;
    let signedWithoutExpiry = false;
    for (const link of links) {
      const own = this.of(link);
      expiresAt = earliest(expiresAt, own);
      signedWithoutExpiry ||= own === undefined && this.#lives.get(link)?.signed === true;
    }
    return { ...(expiresAt !== undefined && { expiresAt }), signedWithoutExpiry };
  }

  #ownLife(link: string): LinkLife {
    const { expiresAt, signed } = linkExpiry(link, this.#now);
    return { expiresAt, signed };
  }
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
