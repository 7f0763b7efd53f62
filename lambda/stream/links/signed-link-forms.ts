import { Buffer } from 'node:buffer';
import { basicInstantOf, instantOf } from '../instant.ts';

/** A link taken apart for reading. */
export interface LinkParts {
  /** Query parameters by lower-case name, decoded; the first of each name. */
  readonly query: ReadonlyMap<string, string>;
  /** Path segments, decoded. */
  readonly segments: readonly string[];
}

/**
 * What a form reads in a link: when it expires (milliseconds since 1970; several where it has several limits), an empty
 * list for a link that is signed but has no readable expiry, undefined for a link that is not of this form.
 */
type Reading = readonly number[] | undefined;

export interface SignedLinkForm {
  readonly name: string;
  /**
   * True where the number may have another meaning than an expiry. Such a time counts only where it is plausible; that
   * of every other form counts however long ago it was.
   */
  readonly guessed?: true;
  /** True for a form without a signature. */
  readonly unsigned?: true;
  /** @param now milliseconds since 1970 */
  readonly read: (link: LinkParts, now: number) => Reading;
}

/**
 * Every form of signed link that is recognised, one row each. Where each is described:
 * AWS "Authenticating Requests: Using Query Parameters (Signature Version 4)" and "Signature Version 2"; CloudFront
 * Developer Guide "Use signed URLs" (canned, custom policy); Google Cloud Storage "Signed URLs" (V4, V2); Cloud CDN
 * "Use signed URLs"; Azure "Create a service SAS"; Akamai "Auth Token 2.0"; nginx ngx_http_secure_link_module;
 * bunny.net "Token authentication"; Google Media CDN "Generate signatures"; Alibaba Cloud OSS "V4 signatures in URLs"
 * and "Add signatures to URLs" (V1, called V2 elsewhere); Wowza "SecureToken"; Fastly "Enabling URL token validation";
 * CDN77 "Signed URL"; Backblaze B2 "b2_get_download_authorization"; Alibaba Cloud CDN "Authentication method C";
 * RFC 7519 for JWTs (Mux, Cloudflare Stream).
 */
export const SIGNED_LINK_FORMS = [
  { name: 'S3 Signature Version 4', read: (link: LinkParts) => dateAndLifetime(link, 'x-amz') },
  { name: 'Google Cloud Storage V4', read: (link: LinkParts) => dateAndLifetime(link, 'x-goog') },
  { name: 'Alibaba Cloud OSS V4', read: (link: LinkParts) => dateAndLifetime(link, 'x-oss') },
  { name: 'S3 Signature Version 2', read: (link: LinkParts) => expiresBeside(link, ['awsaccesskeyid', 'signature']) },
  { name: 'Alibaba Cloud OSS V2', read: (link: LinkParts) => expiresBeside(link, ['ossaccesskeyid', 'signature']) },
  { name: 'Google Cloud Storage V2', read: (link: LinkParts) => expiresBeside(link, ['googleaccessid', 'signature']) },
  { name: 'Google Cloud CDN', read: (link: LinkParts) => expiresBeside(link, ['keyname', 'signature']) },
  { name: 'CloudFront canned policy', read: cloudFrontCannedPolicy },
  { name: 'CloudFront custom policy', read: cloudFrontCustomPolicy },
  { name: 'Azure shared access signature', read: azureSharedAccessSignature },
  { name: 'Akamai token', read: akamaiToken },
  { name: 'nginx secure_link in the query', guessed: true, read: nginxSecureLink },
  { name: 'nginx secure_link in the path', guessed: true, read: nginxSecureLinkInPath },
  { name: 'hexadecimal digest and time in the path', guessed: true, read: hexadecimalTimeInPath },
  { name: 'path token of a media edge', read: mediaEdgeToken },
  { name: 'CDN77 token in the path', guessed: true, read: cdn77Token },
  { name: 'Backblaze B2 authorization', read: backblazeAuthorization },
  { name: 'Bunny token in the query', read: bunnyToken },
  { name: 'Bunny token in the path', read: (link: LinkParts) => pathToken(link, 'bcdn_token=') },
  { name: 'Google Media CDN token in the path', read: (link: LinkParts) => pathToken(link, 'edge-cache-token=') },
  { name: 'Wowza SecureToken', read: wowzaSecureToken },
  { name: 'Fastly token', guessed: true, read: fastlyToken },
  { name: 'JSON Web Token', read: jsonWebToken },
  { name: 'some other signature', guessed: true, read: otherSignature },
  {
    name: 'an expiry by itself',
    guessed: true,
    unsigned: true,
    read: ({ query }: LinkParts) => times(...EXPIRY_NAMES.map((name) => expiryOf(query.get(name)))),
  },
] as const satisfies readonly SignedLinkForm[];

export type SignedLinkFormName = (typeof SIGNED_LINK_FORMS)[number]['name'];

function dateAndLifetime({ query }: LinkParts, prefix: 'x-amz' | 'x-goog' | 'x-oss'): Reading {
  if (!query.has(`${prefix}-signature`)) return undefined;
  const signedAt = basicInstantOf(query.get(`${prefix}-date`));
  const lifetime = query.get(`${prefix}-expires`);
  return signedAt !== undefined && lifetime && WHOLE_NUMBER.test(lifetime) ? [signedAt + Number(lifetime) * 1000] : [];
}

const WHOLE_NUMBER = /^\d{1,10}$/;

function expiresBeside({ query }: LinkParts, companions: readonly string[]): Reading {
  return query.has('expires') && companions.every((name) => query.has(name))
    ? times(instantOf(query.get('expires')))
    : undefined;
}

function cloudFrontCannedPolicy(link: LinkParts): Reading {
  if (link.query.has('policy')) return undefined;
  return expiresBeside(link, ['key-pair-id', 'signature']);
}

function cloudFrontCustomPolicy({ query }: LinkParts): Reading {
  const policy = query.get('policy');
  if (policy === undefined || !query.has('key-pair-id')) return undefined;
  const base64 = policy.replace(CLOUDFRONT_BASE64, (character) => BASE64_OF_CLOUDFRONT[character] ?? character);
  const statements = member(jsonIn(base64), 'Statement');
  if (!Array.isArray(statements)) return [];
  return times(
    ...statements.map((statement) =>
      secondsIn(member(member(member(statement, 'Condition'), 'DateLessThan'), 'AWS:EpochTime')),
    ),
  );
}

/** CloudFront writes base64's `+`, `=` and `/` as `-`, `_` and `~`. */
const CLOUDFRONT_BASE64 = /[-_~]/g;
const BASE64_OF_CLOUDFRONT: Readonly<Record<string, string>> = { '-': '+', _: '=', '~': '/' };

/** `se` is the link's expiry, `ske` that of the user delegation key that signed it. */
function azureSharedAccessSignature({ query }: LinkParts): Reading {
  if (!query.has('sig') || !(query.has('sv') || query.has('se') || query.has('si'))) return undefined;
  return times(instantOf(query.get('se')), instantOf(query.get('ske')));
}

function akamaiToken({ query, segments }: LinkParts): Reading {
  const tokens = [...[...query].map(([name, value]) => `${name}=${value}`), ...segments].filter(
    (part) => AKAMAI_NAME.test(part) || part.includes('~hmac='),
  );
  return tokens.length === 0 ? undefined : times(...tokens.map((token) => instantOf(AKAMAI_EXPIRY.exec(token)?.[1])));
}

/** The usual names. Others can be chosen, but a token's last field is always its HMAC. */
export const AKAMAI_NAME = /(?:^|[^a-z0-9])(?:hdnts|hdnea|hdntl|__token__)=/i;
const AKAMAI_EXPIRY = /(?:^|[^a-z0-9])exp=(\d{9,13})(?!\d)/i;

function nginxSecureLink({ query }: LinkParts): Reading {
  return query.has('md5') && query.has('expires') ? times(instantOf(query.get('expires'))) : undefined;
}

/**
 * A digest and an expiry as neighbouring path segments. The same pair may be the hash of a file and the time when it
 * was uploaded, which is in the past. nginx writes its digest in base64url, and file hashes are hexadecimal: beside
 * hexadecimal digits a past time is ignored, beside base64url one that is more than a day old.
 */
function nginxSecureLinkInPath({ segments }: LinkParts, now: number): Reading {
  const expiries = segments.flatMap((_, index) => expiriesBeside(segments, index, now));
  return expiries.length === 0 ? undefined : expiries.map(({ time }) => time);
}

/** The expiries that are neighbours of a digest, and where each is; none where the segment is no digest. */
export function expiriesBeside(segments: readonly string[], index: number, now: number) {
  const digest = segments[index] ?? '';
  const leastTime = MD5_IN_BASE64URL.test(digest) ? now - DAY : MD5_IN_HEXADECIMAL.test(digest) ? now : undefined;
  if (leastTime === undefined) return [];
  return [index - 1, index + 1].flatMap((at) => {
    const time = epochOf(segments[at]);
    return time !== undefined && time >= leastTime ? [{ at, time }] : [];
  });
}

/** Digest and time in hexadecimal. Eight such digits may also be a part of a hash: only a near time ahead counts. */
function hexadecimalTimeInPath({ segments }: LinkParts, now: number): Reading {
  const times = segments.flatMap((_, index) => hexadecimalTimeAfter(segments, index, now) ?? []);
  return times.length === 0 ? undefined : times;
}

/** The time that follows a digest, in milliseconds since 1970. */
export function hexadecimalTimeAfter(segments: readonly string[], index: number, now: number): number | undefined {
  const next = segments[index + 1] ?? '';
  if (!MD5_IN_HEXADECIMAL.test(segments[index] ?? '') || !/^[0-9a-f]{8}$/i.test(next)) return undefined;
  const time = Number.parseInt(next, 16) * 1000;
  return time >= now && time <= now + 31 * DAY ? time : undefined;
}

/** What this product signs itself (lambda/delivery): after `t`, an expiry, a number of segments and an HMAC. */
function mediaEdgeToken({ segments }: LinkParts): Reading {
  const tokens = segments.flatMap((_, index) => mediaEdgeTokenAfter(segments, index) ?? []);
  return tokens.length === 0 ? undefined : times(...tokens.map((time) => instantOf(time)));
}

/** The expiry in the token that follows a segment `t`. */
export function mediaEdgeTokenAfter(segments: readonly string[], index: number): string | undefined {
  return segments[index] === 't' ? MEDIA_EDGE_TOKEN.exec(segments[index + 1] ?? '')?.[1] : undefined;
}

const MEDIA_EDGE_TOKEN = /^([1-9]\d{9})\.[1-9]\d?\.[A-Za-z0-9_-]{43}$/;

function cdn77Token({ segments }: LinkParts): Reading {
  const tokens = segments.flatMap((segment) => CDN77_TOKEN.exec(segment)?.[1] ?? []);
  return tokens.length === 0 ? undefined : times(...tokens.map((time) => instantOf(time)));
}

/** MD5 in base64url and the expiry, as one segment. */
export const CDN77_TOKEN = /^[A-Za-z0-9_-]{22}={0,2},(\d{10})$/;

/** Its fields: when it was made, the account, a digest, and when it ends. */
function backblazeAuthorization({ query }: LinkParts): Reading {
  const token = query.get('authorization');
  if (token === undefined || !BACKBLAZE_TOKEN.test(token)) return undefined;
  const [, date, time] = /_\d{3}_(\d{8})(\d{6})_/.exec(token) ?? [];
  return date === undefined ? [] : times(basicInstantOf(`${date}T${time}Z`));
}

const BACKBLAZE_TOKEN = /^\d_\d{10,14}_[A-Za-z0-9_=-]{16,}$/;

/** Without padding; no lower-case title resembles it. */
const MD5_IN_BASE64URL = /^(?=.*[A-Z0-9_])[A-Za-z0-9_-]{22}$/;
const MD5_IN_HEXADECIMAL = /^[0-9a-f]{32}$/i;
const EPOCH = /^\d{10}$/;
const DAY = 86_400_000;

function epochOf(text: string | undefined): number | undefined {
  return text !== undefined && EPOCH.test(text) ? instantOf(text) : undefined;
}

/** MD5 or HMAC-SHA-256 in base64url, the latter with its name in front. A lifetime is no expiry. */
function bunnyToken({ query }: LinkParts): Reading {
  if (!query.has('expires') || !BUNNY_TOKEN.test(query.get('token') ?? '')) return undefined;
  return times(expiryOf(query.get('expires')));
}

const BUNNY_TOKEN = /^(?:HS256-)?[A-Za-z0-9_-]{16,}={0,2}$/;

function pathToken({ segments }: LinkParts, beginning: string): Reading {
  const token = segments.find((segment) => segment.startsWith(beginning));
  return token === undefined ? undefined : times(instantOf(EXPIRY_IN_TOKEN.exec(token)?.[1]));
}

const EXPIRY_IN_TOKEN = /[&=]expires=(\d+)/i;

/** The operator chooses the prefix (`wowzatoken` by default). An end of 0 means none. */
function wowzaSecureToken({ query }: LinkParts): Reading {
  const ends = [...query.keys()].filter((name) => {
    const prefix = WOWZA_END.exec(name)?.[1];
    return prefix !== undefined && (prefix.endsWith('token') || query.has(`${prefix}hash`));
  });
  return ends.length === 0 ? undefined : times(...ends.map((name) => instantOf(query.get(name))));
}

/** Without a prefix it would be the end of a past programme. */
export const WOWZA_END = /^(.+)endtime$/;

function fastlyToken({ query }: LinkParts): Reading {
  const tokens = [...query.values()].map((value) => FASTLY_TOKEN.exec(value)).filter((match) => match !== null);
  return tokens.length === 0 ? undefined : times(...tokens.map((match) => instantOf(match[1])));
}

export const FASTLY_TOKEN = /^(\d{10,11})_(?:0x)?[0-9a-f]{32,128}$/i;

function jsonWebToken({ query, segments }: LinkParts): Reading {
  const tokens = [...query.values(), ...segments].flatMap((text) => text.match(JWT) ?? []);
  return tokens.length === 0
    ? undefined
    : times(...tokens.map((token) => secondsIn(member(jsonIn(token.split('.')[1] ?? ''), 'exp'))));
}

/** Header, payload, signature in base64url; a header is JSON and so begins with `{"`. */
export const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g;

/**
 * A signature of no product above: a parameter named like a signature beside an expiry. Without an expiry a link counts
 * as signed only when a parameter is named like a signature or an access token and its value looks like a digest or a
 * secret: 16 characters or more of base64 or hexadecimal, letters and digits mixed. `?token=abc` does not count, nor do
 * `?hash=…` and `?md5=…`, which by themselves are usually hashes of the file.
 */
function otherSignature({ query }: LinkParts): Reading {
  if (NAMES_BESIDE_AN_EXPIRY.some((name) => query.has(name))) {
    const expiries = times(...[...EXPIRY_NAMES, ...SHORT_EXPIRY_NAMES].map((name) => expiryOf(query.get(name))));
    if (expiries.length > 0) return expiries;
  }
  const isSigned = [...query].some(([name, value]) => SECRET_PARAMETER.test(name) && looksSecret(value));
  return isSigned ? [] : undefined;
}

/**
 * Named `signature`, `q-signature`, `fastly_token`; not `design`. `txSecret` is Tencent's, `verify` Cloudflare's,
 * `secure` CDN77's.
 */
export const SECRET_PARAMETER =
  /(?:^|[_-])(?:token|signature|sign|sig|hmac|secret|policy|auth_key)$|^(?:txsecret|wssecret|verify|secure)$/;

export const NAMES_BESIDE_AN_EXPIRY = [
  ...['signature', 'sig', 'sign', 'hmac', 'token', 'access_token', 'auth_token', 'auth_key', 'policy'],
  ...['md5', 'hash', 'st', 's', 'h', 'secure', 'verify', 'tok', 'tkn'],
];
export const EXPIRY_NAMES = 'expires expire expiry exp expiration expires_at expiresat validuntil'.split(' ');
/** Too short to count except beside a signature. */
export const SHORT_EXPIRY_NAMES = ['e', 'ex', 'end', 'until', 'deadline', 'validto', 'valid_to'];
const DIGEST_OR_SECRET = /^(?=.*[0-9])(?=.*[a-z])[a-z0-9+/_=.,~%-]{16,}$/i;

function looksSecret(value: string | undefined): boolean {
  return value !== undefined && DIGEST_OR_SECRET.test(value);
}

/** Short numbers here are lifetimes, page numbers or flags. */
export function expiryOf(text: string | undefined): number | undefined {
  return text !== undefined && text.length >= 10 ? instantOf(text) : undefined;
}

function times(...read: readonly (number | undefined)[]): readonly number[] {
  return read.filter((time) => time !== undefined);
}

function secondsIn(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'string' ? instantOf(value) : undefined;
}

export function jsonIn(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
