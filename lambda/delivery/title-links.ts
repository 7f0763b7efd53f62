import { createHash } from 'node:crypto';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { fileScope, folderOf, pathBelow, type Scope } from './path-scope.ts';
import { signBunny } from './signers/bunny.ts';
import { signCloudFront } from './signers/cloudfront.ts';
import { signPath } from './signers/path-hmac.ts';
import type { LinkWriter, Signer, SigningKey } from './signers/signer.ts';

const SIGNERS: Readonly<Record<NonNullable<CdnSettings['sign']>['type'], Signer>> = {
  'path-hmac': signPath,
  bunny: signBunny,
  cloudfront: signCloudFront,
};

/** A link that leads through a CDN. */
export interface CdnLink {
  readonly url: string;
  /** Seconds since 1970; undefined where the CDN asks for no signature. */
  readonly expiresAt: number | undefined;
}

/** What a link leads to: a manifest needs the files beside it, and a side file no more than itself. */
export type LinkKind = 'manifest' | 'file' | 'side';

/** No key to sign with: what was asked for cannot be linked, and is never linked without a signature. */
export class NoSigningKeyError extends Error {
  override name = 'NoSigningKeyError' as const;
}

export interface TitleLinksOptions {
  readonly cdns: readonly CdnSettings[];
  /** The key of each CDN that signs, by its name. */
  readonly keys: ReadonlyMap<string, SigningKey>;
  /** Of the signatures, seconds since 1970. */
  readonly signedAt: number;
}

/**
 * Writes the links of one title. Each scope of it is signed once for a CDN and an expiry. Links under no `match` are
 * not its concern.
 */
export class TitleLinks {
  readonly #options: TitleLinksOptions;
  readonly #writers = new Map<string, LinkWriter>();
  /** Folders that were opened for a source: side files in them need no other signature. */
  readonly #opened = new Set<string>();

  constructor(options: TitleLinksOptions) {
    this.#options = options;
  }

  /** Seconds since 1970. */
  get signedAt(): number {
    return this.#options.signedAt;
  }

  /** What all links depend on but their paths: where it is the same, they are. */
  get mark(): string {
    const { cdns, keys, signedAt } = this.#options;
    return JSON.stringify([cdns, [...keys].map(([name, { id, secret }]) => [name, id, hashed(secret)]), signedAt]);
  }

  /**
   * The CDNs that a link leads through, in their order; none for one that stays as it is. One that has no key is passed
   * over while another serves.
   */
  cdnsOf(link: string): readonly CdnSettings[] {
    const all = cdnsOf(this.#options.cdns, link);
    const serving = all.filter(({ name, sign }) => sign === undefined || this.#options.keys.has(name));
    return serving.length > 0 ? serving : all;
  }

  /**
   * The id of a source's link through a CDN: the same over renewals, whatever the order of the CDNs is. One of several
   * has the source's own.
   */
  idOf(id: string, link: string, { name }: CdnSettings): string {
    const names = cdnsOf(this.#options.cdns, link).map((cdn) => cdn.name);
    return names.every((other) => name <= other) ? id : hashed(JSON.stringify([id, 'cdn', name]));
  }

  /**
   * The link through a CDN of {@link cdnsOf}.
   *
   * @param expiresAt seconds since 1970; without it, after the life that the CDN's links have
   * @returns undefined where none can be written that opens the title and nothing else
   * @throws NoSigningKeyError
   */
  link(link: string, cdn: CdnSettings, kind: LinkKind, expiresAt?: number): CdnLink | undefined {
    const url = URL.parse(link);
    const { match, base, sign } = cdn;
    const path = url === null ? undefined : pathBelow(url, match);
    if (url === null || path === undefined) return undefined;
    // Without a signature, it is the same request to another host.
    if (sign === undefined) return { url: base + path + url.search + url.hash, expiresAt: undefined };
    const scope = this.#scopeOf(path, cdn, kind);
    if (scope === undefined || (sign.type === 'bunny' && !isSignedAsWritten(scope))) return undefined;
    const expiry = expiresAt ?? this.#options.signedAt + sign.ttlSeconds;
    return { url: this.#writer(cdn, scope, expiry)(path), expiresAt: expiry };
  }

  #scopeOf(path: string, cdn: CdnSettings, kind: LinkKind): Scope | undefined {
    const { name, sign } = cdn;
    // A manifest's relative links do not inherit a query.
    if (kind === 'manifest' && sign?.type === 'cloudfront') return undefined;
    const folder = this.#folderOf(path, cdn);
    const key = `${name} ${folder?.path}`;
    if (folder && kind !== 'side') this.#opened.add(key);
    if (folder && this.#opened.has(key)) return folder;
    return kind === 'manifest' ? undefined : fileScope(path);
  }

  #folderOf(path: string, { base, scope, sign }: CdnSettings): Scope | undefined {
    const folder = scope === undefined ? undefined : folderOf(path, scope);
    // In a policy of CloudFront they mean any text.
    return folder && sign?.type === 'cloudfront' && /[*?]/.test(base + folder.path) ? undefined : folder;
  }

  #writer(cdn: CdnSettings, scope: Scope, expiresAt: number): LinkWriter {
    const id = `${cdn.name} ${expiresAt} ${scope.path}`;
    const known = this.#writers.get(id);
    if (known) return known;
    const key = this.#options.keys.get(cdn.name);
    if (key === undefined) throw new NoSigningKeyError(`CDN ${cdn.name} has no key to sign with`);
    const writer = SIGNERS[cdn.sign!.type](cdn, key, scope, expiresAt);
    this.#writers.set(id, writer);
    return writer;
  }
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/** bunny.net does not say whether it compares an escaped folder as it is written or decoded. */
export const isSignedAsWritten = ({ path }: Scope): boolean => !path.includes('%');

/** Those with the longest `match` that the link is under. */
export function cdnsOf(cdns: readonly CdnSettings[], link: string): readonly CdnSettings[] {
  const url = URL.parse(link);
  if (url === null) return [];
  const address = url.origin + url.pathname;
  let matching: CdnSettings[] = [];
  for (const cdn of cdns) {
    if (!address.startsWith(cdn.match)) continue;
    const former = matching[0]?.match.length ?? 0;
    if (cdn.match.length > former) matching = [cdn];
    else if (cdn.match.length === former) matching.push(cdn);
  }
  return matching;
}
