import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { FunctionDefinition } from '../template/template.ts';

/** The CDNs of a stage, as its functions have them. */
export function cdnsOf(functions: readonly FunctionDefinition[]): readonly CdnSettings[] {
  const text = functions.map(({ environment }) => environment.CDNS ?? '').find((each) => each !== '');
  return text === undefined ? [] : (JSON.parse(text) as CdnSettings[]);
}

/** The secrets that links are signed with: name → a new value. */
export function mediaKeys(functions: readonly FunctionDefinition[]): ReadonlyMap<string, () => string> {
  return new Map(cdnsOf(functions).flatMap(({ sign }) => (sign ? [[sign.secret, () => newKey(sign.type)]] : [])));
}

function newKey(type: NonNullable<CdnSettings['sign']>['type']): string {
  const secret = randomBytes(32).toString('base64url');
  if (type === 'bunny') return secret;
  if (type === 'path-hmac') return JSON.stringify({ current: 'k1', keys: [{ id: 'k1', secret }] });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** What the key value store at the edge would have of a secret: all of its keys. Another text has none. */
export function storedKeys(secret: string | undefined): string | undefined {
  try {
    const { keys } = JSON.parse(secret ?? '') as { keys?: unknown };
    return JSON.stringify(keys);
  } catch {
    return undefined;
  }
}
