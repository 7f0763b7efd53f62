import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientAddress } from '../../lambda/limits/client-address.ts';
import { clientNetwork, UNKNOWN_CLIENT } from '../../lambda/limits/client-network.ts';

const EDGE_KEY = 'edgekey001';
const rules = { edgeKeyId: EDGE_KEY, ipv6PrefixLength: 64 };
const facts = { sourceIp: '198.51.100.7', apiKeyId: null, viewerAddress: undefined };

describe('whose address counts', () => {
  test('the connection, when nothing is in front', () => {
    expect(clientAddress(facts, rules)).toBe('198.51.100.7');
  });

  test("the viewer's, when the distribution's own key came along", () => {
    const address = clientAddress({ ...facts, apiKeyId: EDGE_KEY, viewerAddress: '203.0.113.9:46532' }, rules);
    expect(address).toBe('203.0.113.9');
  });

  test("the viewer's, with either key while the distribution's is being changed", () => {
    const during = { ...rules, edgeKeyId: `newkey002,${EDGE_KEY}` };
    const addressOf = (apiKeyId: string) =>
      clientAddress({ ...facts, apiKeyId, viewerAddress: '203.0.113.9:46532' }, during);
    expect([addressOf('newkey002'), addressOf(EDGE_KEY)]).toEqual(['203.0.113.9', '203.0.113.9']);
    for (const other of ['partnerkey7', 'newkey', '002', `newkey002,${EDGE_KEY}`, ',', '']) {
      expect([other, addressOf(other)]).toEqual([other, '198.51.100.7']);
    }
  });

  test.each([
    ['without a key', null],
    ['with an empty key id', ''],
    ["with a partner's key", 'partnerkey7'],
  ])('the connection, when a client names a viewer %s', (_, apiKeyId) => {
    const spoofed = { ...facts, apiKeyId, viewerAddress: '203.0.113.9:46532' };
    expect(clientAddress(spoofed, rules)).toBe('198.51.100.7');
  });

  test.each([[undefined], ['']])('the connection, where there is no edge (its key id is %j)', (edgeKeyId) => {
    for (const apiKeyId of [null, undefined, '']) {
      const spoofed = { ...facts, apiKeyId, viewerAddress: '203.0.113.9:46532' };
      expect(clientAddress(spoofed, { ...rules, edgeKeyId })).toBe('198.51.100.7');
    }
  });

  test('the connection, when the distribution forgot the header', () => {
    expect(clientAddress({ ...facts, apiKeyId: EDGE_KEY }, rules)).toBe('198.51.100.7');
  });

  test.each([
    ['2001:db8:85a3:1::8a2e:46532', '2001:db8:85a3:1:0:0:0:0/64'],
    ['[2001:db8:85a3:1::8a2e]:46532', '2001:db8:85a3:1:0:0:0:0/64'],
    ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
  ])('a viewer address %s is split at its last colon', (viewerAddress, expected) => {
    expect(clientAddress({ ...facts, apiKeyId: EDGE_KEY, viewerAddress }, rules)).toBe(expected);
  });

  test.each([[''], [':'], ['nonsense'], ['203.0.113.9'], ['[2001:db8::1]'], ['203.0.113.9, 198.51.100.1:80']])(
    'a viewer address %j that is none is the unknown client',
    (viewerAddress) => {
      expect(clientAddress({ ...facts, apiKeyId: EDGE_KEY, viewerAddress }, rules)).toBe(UNKNOWN_CLIENT);
    },
  );
});

describe('the network of an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:CB00:7109', '203.0.113.9'],
    ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
    ['2001:DB8:0:0:1::1', '2001:db8:0:0:0:0:0:0/64'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:0/64'],
    ['::1', '0:0:0:0:0:0:0:0/64'],
    ['::203.0.113.9', '0:0:0:0:0:0:0:0/64'],
  ])('of %s is %s', (address, expected) => {
    expect(clientNetwork(address, 64)).toBe(expected);
  });

  test('of two addresses of one /64 is the same, of two neighbouring /64s is not', () => {
    const first = clientNetwork('2001:db8:1:2:3:4:5:6', 64);
    expect(clientNetwork('2001:db8:1:2:ffff:ffff:ffff:ffff', 64)).toBe(first);
    expect(clientNetwork('2001:db8:1:3:3:4:5:6', 64)).not.toBe(first);
  });

  test('follows the prefix length, also within a group', () => {
    expect(clientNetwork('2001:db8:1:2ff:3::', 56)).toBe('2001:db8:1:200:0:0:0:0/56');
    expect(clientNetwork('2001:db8:1:2ff:3::', 48)).toBe('2001:db8:1:0:0:0:0:0/48');
    expect(clientNetwork('2001:db8:1:2ff:3::9', 128)).toBe('2001:db8:1:2ff:3:0:0:9/128');
  });

  test.each([
    [undefined],
    [null],
    [''],
    ['unknown'],
    ['test-invoke-source-ip'],
    ['203.0.113.9 '],
    ['203.0.113'],
    ['203.0.113.256'],
    ['0313.0.113.9'],
    ['3405803785'],
    ['1.2.3.4:80'],
    ['[2001:db8::1]'],
    ['2001:db8::1/64'],
    ['%eth0'],
    ['2001:db8:::1'],
    ['1:2:3:4:5:6:7:8:9'],
  ])('of %j is the unknown one', (address) => {
    expect(clientNetwork(address, 64)).toBe(UNKNOWN_CLIENT);
  });
});

describe('for any address', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const groups = fc.array(group, { minLength: 8, maxLength: 8 });
  const isMapped = (parts: number[]) => parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff;

  /** Some spelling of the groups: upper or lower case, with or without leading zeros, `::`, a dotted end, a zone. */
  const spellings = (parts: number[]) =>
    fc
      .record({
        upper: fc.boolean(),
        padded: fc.boolean(),
        compressed: fc.boolean(),
        dotted: fc.boolean(),
        zone: fc.boolean(),
      })
      .map(({ upper, padded, compressed, dotted, zone }) => {
        const texts = parts.map((part) => part.toString(16).padStart(padded ? 4 : 1, '0'));
        if (dotted) {
          const [high, low] = [parts[6]!, parts[7]!];
          texts.splice(6, 2, `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
        }
        const written = texts.join(':');
        const short = compressed ? written.replace(/(^|:)0+(:0+)+(?=:|$)/, '::').replace(/:{3,}/, '::') : written;
        return (upper ? short.toUpperCase() : short) + (zone ? '%en0' : '');
      });

  test('every spelling of one IPv6 address gives one network, and another prefix gives another', () => {
    fc.assert(
      fc.property(
        groups.filter((parts) => !isMapped(parts)).chain((parts) => fc.tuple(fc.constant(parts), spellings(parts))),
        fc.integer({ min: 0, max: 128 }),
        ([parts, spelling], prefixLength) => {
          const bits = parts.map((part) => part.toString(2).padStart(16, '0')).join('');
          const kept = bits.slice(0, prefixLength).padEnd(128, '0');
          const expected = Array.from({ length: 8 }, (_, index) =>
            Number.parseInt(kept.slice(16 * index, 16 * index + 16), 2).toString(16),
          );
          expect(clientNetwork(spelling, prefixLength)).toBe(`${expected.join(':')}/${prefixLength}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('an IPv4 address and its mapped forms are one client', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
        const hexadecimal = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        expect(clientNetwork(address, 64)).toBe(address);
        expect(clientNetwork(`::ffff:${address}`, 64)).toBe(address);
        expect(clientNetwork(`0:0:0:0:0:FFFF:${hexadecimal}`, 64)).toBe(address);
      }),
    );
  });

  test('any text at all gives a network or the unknown client, and a network stays what it is', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.%[]/x') }), fc.ipV6());
    fc.assert(
      fc.property(text, (address) => {
        const network = clientNetwork(address, 64);
        expect(network).toMatch(/^(unknown|\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}\/64)$/);
        expect(clientNetwork(network.replace('/64', ''), 64)).toBe(network);
      }),
      { numRuns: 1_000 },
    );
  });
});
