import {
  AKAMAI_NAME,
  CDN77_TOKEN,
  EXPIRY_NAMES,
  expiriesBeside,
  expiryOf,
  FASTLY_TOKEN,
  hexadecimalTimeAfter,
  JWT,
  jsonIn,
  type LinkParts,
  mediaEdgeTokenAfter,
  member,
  NAMES_BESIDE_AN_EXPIRY,
  SECRET_PARAMETER,
  SHORT_EXPIRY_NAMES,
  type SignedLinkFormName,
  WOWZA_END,
} from './signed-link-forms.ts';

/** What remains of each part of a link without its signature; undefined where nothing does. */
export interface Unsigned {
  /** @param name in lower case · @param value decoded */
  readonly parameter?: (name: string, value: string) => string | undefined;
  /** @param index of the segment in the path */
  readonly segment?: (segment: string, index: number) => string | undefined;
}

/**
 * For each form of signed link, how to take its signature out: what a renewal changes. A form that is added to
 * {@link SIGNED_LINK_FORMS} without a row here does not compile.
 */
export const UNSIGNED: Readonly<Record<SignedLinkFormName, (link: LinkParts, now: number) => Unsigned>> = {
  'S3 Signature Version 4': () => withoutBeginning('x-amz-'),
  'Google Cloud Storage V4': () => withoutBeginning('x-goog-'),
  'Alibaba Cloud OSS V4': () => withoutBeginning('x-oss-'),
  'S3 Signature Version 2': () => without('awsaccesskeyid', 'signature', 'expires', 'x-amz-security-token'),
  'Alibaba Cloud OSS V2': () => without('ossaccesskeyid', 'signature', 'expires', 'security-token'),
  'Google Cloud Storage V2': () => without('googleaccessid', 'signature', 'expires'),
  'Google Cloud CDN': () => without('keyname', 'signature', 'expires'),
  'CloudFront canned policy': () => without('expires', 'signature', 'key-pair-id', 'hash-algorithm'),
  'CloudFront custom policy': () => without('policy', 'signature', 'key-pair-id', 'hash-algorithm'),
  'Azure shared access signature': () => without(...AZURE_PARAMETERS),
  'Akamai token': () => AKAMAI,
  'nginx secure_link in the query': () => without('md5', 'expires'),
  'nginx secure_link in the path': withoutDigestInPath,
  'hexadecimal digest and time in the path': ({ segments }, now) =>
    withoutPairs((index) => hexadecimalTimeAfter(segments, index, now)),
  'path token of a media edge': ({ segments }) => withoutPairs((index) => mediaEdgeTokenAfter(segments, index)),
  'CDN77 token in the path': () => ({ segment: (segment) => (CDN77_TOKEN.test(segment) ? undefined : segment) }),
  'Backblaze B2 authorization': () => without('authorization'),
  'Bunny token in the query': () => withoutBeginning('token', 'expires'),
  'Bunny token in the path': () => withoutSegment('bcdn_token='),
  'Google Media CDN token in the path': () => withoutSegment('edge-cache-token='),
  'Wowza SecureToken': withoutWowzaToken,
  'Fastly token': () => ({ parameter: (_, value) => (FASTLY_TOKEN.test(value) ? undefined : value) }),
  'JSON Web Token': () => JSON_WEB_TOKEN,
  'some other signature': withoutOtherSignature,
  'an expiry by itself': () => ({ parameter: (name, value) => (isExpiry(name, value) ? undefined : value) }),
};

const without = (...names: readonly string[]): Unsigned => ({
  parameter: (name, value) => (names.includes(name) ? undefined : value),
});

const withoutBeginning = (...beginnings: readonly string[]): Unsigned => ({
  parameter: (name, value) => (beginnings.some((each) => name.startsWith(each)) ? undefined : value),
});

const withoutSegment = (beginning: string): Unsigned => ({
  segment: (segment) => (segment.startsWith(beginning) ? undefined : segment),
});

/** Of a service, an account and a user delegation SAS ("Create a service SAS" and its sisters). */
const AZURE_PARAMETERS = [
  ...['sv', 'ss', 'srt', 'sr', 'sp', 'st', 'se', 'si', 'sip', 'spr', 'sig', 'sdd', 'ses'],
  ...['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'saoid', 'suoid', 'scid', 'skdutid', 'sduoid'],
];

/** A token in the path may follow a file's name within its segment. */
const AKAMAI: Unsigned = {
  parameter: (name, value) => {
    const parameter = `${name}=${value}`;
    return AKAMAI_NAME.test(parameter) || parameter.includes('~hmac=') ? undefined : value;
  },
  segment: (segment) => {
    const at = AKAMAI_NAME.exec(segment)?.index ?? (segment.includes('~hmac=') ? 0 : segment.length);
    return at === 0 ? undefined : segment.slice(0, at);
  },
};

function withoutDigestInPath({ segments }: LinkParts, now: number): Unsigned {
  const signed = new Set<number>();
  for (const index of segments.keys()) {
    for (const { at } of expiriesBeside(segments, index, now)) signed.add(index).add(at);
  }
  return { segment: (segment, index) => (signed.has(index) ? undefined : segment) };
}

/** @param second what a segment is followed by, where the two are a signature */
const withoutPairs = (second: (index: number) => unknown): Unsigned => ({
  segment: (segment, index) => (second(index) !== undefined || second(index - 1) !== undefined ? undefined : segment),
});

/** The operator chooses the prefix, and may sign parameters of its own under it. */
function withoutWowzaToken({ query }: LinkParts): Unsigned {
  return withoutBeginning(...[...query.keys()].flatMap((name) => WOWZA_END.exec(name)?.[1] ?? []));
}

/** In a path the token may be all that names the file: its subject, which a renewal keeps, takes its place. */
const JSON_WEB_TOKEN: Unsigned = {
  parameter: (_, value) => {
    const rest = value.replace(JWT, '');
    return rest === '' ? undefined : rest;
  },
  segment: (segment) => segment.replace(JWT, (token) => String(member(jsonIn(token.split('.')[1] ?? ''), 'sub') ?? '')),
};

/**
 * The names alone would take facts such as `h=1080` or `s=1` for a signature, so a value must look like one: of a short
 * digest all characters may be letters, then of both cases. By themselves `hash` and `md5` are of the file.
 */
function withoutOtherSignature({ query }: LinkParts): Unsigned {
  const isBesideExpiry = [...query].some(([name, value]) => isExpiry(name, value));
  const isSigned = (name: string, value: string): boolean => {
    if (!MAY_BE_SECRET.test(value) || isWords(value)) return false;
    if (isBesideExpiry && NAMES_BESIDE_AN_EXPIRY.includes(name)) return true;
    return SECRET_PARAMETER.test(name) && (isBesideExpiry || LETTERS_AND_DIGITS.test(value) || BOTH_CASES.test(value));
  };
  const isOfSession = isBesideExpiry && query.has('ei');
  return {
    parameter: (name, value) =>
      (isOfSession && OF_A_SESSION.has(name)) || isSigned(name, value) || isExpiry(name, value) || COMPANIONS.has(name)
        ? undefined
        : value,
  };
}

/** With blanks: what a `+` that a signer did not escape is decoded to. */
const MAY_BE_SECRET = /^[a-z0-9+ /_=.,~%-]{16,}$/i;
/** `movie-one-1080p` names a file: words in lower case, which a random text or a UUID is not. */
const isWords = (value: string): boolean =>
  /^[A-Z]?[a-z0-9]+(?:[-_. +][A-Z]?[a-z0-9]+)+$/.test(value) && !/^[0-9a-f_. +-]+$/i.test(value);

const LETTERS_AND_DIGITS = /^(?=.*[0-9])(?=.*[a-z])/i;
const BOTH_CASES = /^(?=.*[A-Z])(?=.*[a-z])/;

/** Other parameters of signatures that are recognised by one name: Tencent's `txSecret` and `q-signature`, Wangsu's. */
const COMPANIONS: ReadonlySet<string> = new Set([
  ...['txtime', 'wstime', 'wsabstime', 'q-sign-algorithm', 'q-ak', 'q-sign-time', 'q-key-time'],
  ...['q-header-list', 'q-url-param-list', 'x-cos-security-token'],
  ...['lsig', 'lsparams', 'sparams', 'pathsig', 'validfrom', 'valid_from'],
]);

/** Beside `expire` and the event id `ei`: what a large video site adds about each request. */
const OF_A_SESSION: ReadonlySet<string> = new Set(['ei', 'ip', 'ms', 'mm', 'mn', 'mt', 'mv', 'mvi', 'met', 'pl']);

const isExpiry = (name: string, value: string): boolean =>
  (EXPIRY_NAMES.includes(name) || SHORT_EXPIRY_NAMES.includes(name)) && expiryOf(value) !== undefined;
