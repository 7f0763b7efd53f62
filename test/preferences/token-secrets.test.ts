import { describe, expect, test } from '@jest/globals';
import type { SecretReader } from '../../lambda/wiring/clients/secret-reader.ts';
import { TokenSecrets } from '../../lambda/wiring/preferences/token-secrets.ts';
import { FakeClock } from '../support/fake-clock.ts';

const longSecret = (name: string): string => `${name}, which is long enough to keep anybody out`;

/** Secrets Manager with one secret, whose reader keeps each version until it is asked to read it anew. */
function rotated(values: { current: string; previous?: string }) {
  const kept = new Map<string, string>();
  let reads = 0;
  const read: SecretReader = async (_secret, { refresh = false, version } = {}) => {
    const key = version ?? 'AWSCURRENT';
    if (!refresh && kept.has(key)) return kept.get(key)!;
    reads += 1;
    const value = version === 'AWSPREVIOUS' ? values.previous : values.current;
    if (value === undefined) throw Object.assign(new Error('no such version'), { name: 'ResourceNotFoundException' });
    kept.set(key, value);
    return value;
  };
  const clock = new FakeClock();
  return { clock, values, reads: () => reads, secrets: new TokenSecrets(read, 'viewer-token', clock) };
}

describe('the secrets of a site', () => {
  test('are the present one alone before the first rotation', async () => {
    const { secrets } = rotated({ current: longSecret('first') });
    expect(await secrets.current()).toEqual([longSecret('first')]);
  });

  test('are after a rotation the new one, and an hour later still the one before it', async () => {
    const { secrets, values, clock } = rotated({ current: longSecret('first') });
    await secrets.current();
    Object.assign(values, { current: longSecret('second'), previous: longSecret('first') });
    expect(await secrets.renewed()).toEqual([longSecret('second'), longSecret('first')]);
    await clock.advance(60 * 60_000);
    expect(await secrets.current()).toEqual([longSecret('second'), longSecret('first')]);
  });

  test('are read anew for a token that does not hold once in ten seconds at most', async () => {
    const { secrets, reads, clock } = rotated({ current: longSecret('first') });
    await secrets.renewed();
    const before = reads();
    for (let forged = 0; forged < 50; forged += 1) expect(await secrets.renewed()).toBeUndefined();
    expect(reads()).toBe(before);
    await clock.advance(10_000);
    expect(await secrets.renewed()).toEqual([longSecret('first')]);
  });

  test('that are too short to keep anybody out are used for nothing', async () => {
    await expect(rotated({ current: 'short' }).secrets.current()).rejects.toThrow('32 bytes');
    expect(await rotated({ current: longSecret('a'), previous: 'short' }).secrets.current()).toHaveLength(1);
  });
});
