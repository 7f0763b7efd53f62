// A CloudFront Function (JavaScript runtime 2.0) for viewer requests, which the local stack runs as well. It opens what
// a path token was signed for and nothing else:
//
//   /t/{expiry}.{N}.{hmac}/{path}   →   /{path}
//
// The HMAC is over the version, the expiry (seconds since 1970), N, and the first N segments of the path: followed by a
// slash where they name a folder, and without one where they name the file itself. The keys are in the key value store
// under `keys`, [{"id", "secret"}]; each of them opens. Without keys everything is refused.
import cf from 'cloudfront';
// biome-ignore lint/style/useNodejsImportProtocol: the runtime's own module
import crypto from 'crypto';

const VERSION = '1';
const LINK = /^\/t\/([1-9]\d{9})\.([1-9]\d?)\.([A-Za-z0-9_-]{43})\/(.+)$/;
// What an origin could read as another path than the one that was compared, if it decodes twice, too.
const AMBIGUOUS = /%(25)*(2e|2f|5c)|\\|\/\/|^\/|[?#]/i;
// Some servers take a segment's parameters off.
const DOT_SEGMENT = /(^|\/)\.\.?(;|\/|$)/;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it
async function handler(event) {
  const request = event.request;
  if (request.method === 'OPTIONS') return preflight();
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal();
  const path = await openedPath(request.uri);
  if (path === undefined) return refusal();
  request.uri = `/${path}`;
  request.querystring = {};
  return request;
}

async function openedPath(uri) {
  const link = LINK.exec(uri);
  if (link === null || Number(link[1]) * 1000 <= Date.now()) return undefined;
  const prefix = prefixOf(link[4], Number(link[2]));
  if (prefix === undefined) return undefined;
  const keys = await storedKeys();
  const signed = [VERSION, link[1], link[2], prefix].join('\n');
  for (let i = 0; i < keys.length; i += 1) {
    if (isEqual(link[3], hmac(keys[i].secret, signed), keys[i].secret)) return link[4];
  }
  return undefined;
}

// The signed part of a path, decoded: two spellings of one path are the same file. Undefined where it is no plain path.
function prefixOf(path, count) {
  if (AMBIGUOUS.test(path)) return undefined;
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch (_) {
    return undefined;
  }
  if (DOT_SEGMENT.test(decoded) || hasControlCharacter(decoded)) return undefined;
  const segments = decoded.split('/');
  if (segments.length < count) return undefined;
  return segments.slice(0, count).join('/') + (segments.length > count ? '/' : '');
}

function hasControlCharacter(text) {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 127) return true;
  }
  return false;
}

async function storedKeys() {
  try {
    const keys = await cf.kvs().get('keys', { format: 'json' });
    return keys.filter((key) => typeof key.secret === 'string' && key.secret.length >= 32);
  } catch (_) {
    return [];
  }
}

function hmac(secret, text) {
  return crypto.createHmac('sha256', secret).update(text).digest('base64url');
}

// The runtime has no comparison in constant time: of two HMACs, the time of comparing says nothing.
function isEqual(one, other, secret) {
  return hmac(secret, one) === hmac(secret, other);
}

// Readable from every page: without these headers a player sees an error of the network where there is a 403.
function preflight() {
  return {
    statusCode: 204,
    statusDescription: 'No Content',
    headers: {
      'access-control-allow-origin': { value: '*' },
      'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
      'access-control-allow-headers': { value: '*' },
      'access-control-max-age': { value: '86400' },
    },
  };
}

function refusal() {
  return {
    statusCode: 403,
    statusDescription: 'Forbidden',
    headers: { 'access-control-allow-origin': { value: '*' }, 'cache-control': { value: 'no-store' } },
  };
}
