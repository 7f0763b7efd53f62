import { instantOf } from '../instant.ts';
import { earliestOf, isPossibleExpiry, type LinkExpiry, linkExpiry } from './link-expiry.ts';

/** September 2001. What is declared as earlier is a lifetime, a rank, or a field that nobody set. */
const FIRST_EXPIRY = 1_000_000_000_000;

/** What the links of an answer allow of its life in caches. */
export interface LinkLife {
  /** When the earliest link expires, in milliseconds since 1970; absent when no expiry is known. */
  readonly expiresAt?: number | undefined;
  /** A link is signed, and its expiry is not known. */
  readonly signedWithoutExpiry: boolean;
}

/** When the links of one answer expire, by what each link contains and what the provider declared of it. */
export class LinkLives {
  readonly #now: number;
  readonly #expiries = new Map<string, LinkExpiry>();

  /** @param now milliseconds since 1970 */
  constructor(now: number) {
    this.#now = now;
  }

  /**
   * Records an expiry that the provider declared for a link. Of several the earliest counts, whichever comes first.
   *
   * @param expiresAt RFC 3339, or seconds since 1970
   */
  declare(link: string, expiresAt: string | number | undefined): void {
    if (expiresAt === undefined || expiresAt === '') return;
    const declared = instantOf(expiresAt);
    const isUsable = declared !== undefined && declared >= FIRST_EXPIRY && isPossibleExpiry(declared, this.#now);
    const known = this.#of(link);
    // A declared expiry that cannot be read still means that the link expires soon, as a signature does.
    this.#expiries.set(link, isUsable ? expiringAt(declared, known) : { ...known, signed: true });
  }

  /**
   * Records the links that a manifest lists: it plays no longer than the first of them. One that has expired already
   * says nothing of the others.
   *
   * @param references resolve against the manifest's address
   */
  declareListed(link: string, references: readonly string[], base: string): void {
    this.#expiries.set(link, earliestOf(this.#of(link), references, base, this.#now));
  }

  /** When a link expires, in milliseconds since 1970: the earliest of its own expiry and the declared ones. */
  expiryOf(link: string): number | undefined {
    return this.#of(link).expiresAt;
  }

  /** Whether a link has expired: an answer must not carry it, and it must not shorten the life of the others. */
  hasExpired(link: string): boolean {
    const expiresAt = this.expiryOf(link);
    return expiresAt !== undefined && expiresAt <= this.#now;
  }

  /** The life of an answer that carries these links. */
  combined(links: readonly string[]): LinkLife {
    const expiries = links.map((link) => this.#of(link));
    const earliest = Math.min(...expiries.map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY));
    return {
      ...(earliest < Number.POSITIVE_INFINITY && { expiresAt: earliest }),
      signedWithoutExpiry: expiries.some(({ expiresAt, signed }) => signed && expiresAt === undefined),
    };
  }

  #of(link: string): LinkExpiry {
    const known = this.#expiries.get(link) ?? linkExpiry(link, this.#now);
    this.#expiries.set(link, known);
    return known;
  }
}

const expiringAt = (declared: number, { expiresAt = Number.POSITIVE_INFINITY, signed }: LinkExpiry): LinkExpiry => ({
  expiresAt: Math.min(declared, expiresAt),
  signed,
});
