import { instantOf } from '../instant.ts';
import { isPossibleExpiry, linkExpiry } from './link-expiry.ts';

/** September 2001. What is declared as earlier is a lifetime, a rank, or a field that nobody set. */
const FIRST_EXPIRY = 1_000_000_000_000;

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
   * When a link expires, milliseconds since 1970: the earliest of its own expiry and of every one declared for it so far.
   *
   * @param declared RFC 3339, or seconds since 1970
   */
  of(link: string, declared?: string | number): number | undefined {
    const known = this.#lives.get(link) ?? this.#ownLife(link);
    const stated = instantOf(declared);
    const isMeant = stated !== undefined && stated >= FIRST_EXPIRY && isPossibleExpiry(stated, this.#now);
    const usable = isMeant ? stated : undefined;
    const expiresAt = earliest(known.expiresAt, usable);
    // A provider that declares an expiry which cannot be read still says that the link will not live for long.
    const isDeclared = declared !== undefined && declared !== '';
    this.#lives.set(link, { expiresAt, signed: known.signed || (isDeclared && usable === undefined) });
    return expiresAt;
  }

  /** Whether a link has expired: it must not go out, and must not shorten the lives of the others. */
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
