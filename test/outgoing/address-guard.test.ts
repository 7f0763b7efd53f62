import { describe, expect, test } from '@jest/globals';
import { refusalOf } from '../../lambda/outgoing/address-guard.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import { OutgoingError } from '../../lambda/outgoing/outgoing-error.ts';

const strict = { allowPrivate: false, runtimeEndpoint: undefined };
const trusting = { allowPrivate: true, runtimeEndpoint: '127.0.0.1:9001' };

describe('the address guard', () => {
  test.each(['93.184.215.14', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'lets a public address through: %s',
    (address) => {
      expect(refusalOf(address, 443, strict)).toBeUndefined();
    },
  );

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:0:8.8.8.8',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '5f00::1',
  ])('refuses what is not public: %s', (address) => {
    expect(refusalOf(address, 443, strict)).toBe(
      address.startsWith('169.254') ? 'a metadata or runtime address' : 'not a public address',
    );
  });

  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '169.254.100.1',
    '169.254.79.129',
    'fd00:ec2::254',
    'fd00:ec2::23',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
  ])('refuses metadata and runtime addresses even where private ones are trusted: %s', (address) => {
    expect(refusalOf(address, 80, trusting)).toBe('a metadata or runtime address');
  });

  test.each(['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1'])(
    "refuses the port of Lambda's own endpoint on this machine: %s",
    (address) => {
      expect(refusalOf(address, 9001, trusting)).toBe("Lambda's own endpoint");
      expect(refusalOf(address, 9002, trusting)).toBeUndefined();
    },
  );

  test.each(['', 'localhost', '127.1', '0x7f000001', 'fe80::1%eth0', '1.2.3.4 '])(
    'refuses anything but a plain address: %p',
    (address) => {
      expect(refusalOf(address, 80, trusting)).toBe('not a plain IP address');
    },
  );
});

/** First and last address of every range, with the public neighbours on either side, where there are any. */
const RANGES: readonly (readonly [
  before: string | undefined,
  first: string,
  last: string,
  after: string | undefined,
])[] = [
  [undefined, '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
  ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
  ['192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
  ['192.88.98.255', '192.88.99.0', '192.88.99.255', '192.88.100.0'],
  ['192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
  ['198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
  ['203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
  ['223.255.255.255', '224.0.0.0', '239.255.255.255', undefined],
  [undefined, '240.0.0.0', '255.255.255.255', undefined],
  [undefined, '::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2000::'],
  ['2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:200::'],
  ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
  ['2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::'],
  ['3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:1000::'],
  ['3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined],
];

describe.each(RANGES)('between %s and %s … %s and %s', (before, first, last, after) => {
  test.each([first, last])('%s is not public', (address) => {
    expect(refusalOf(address, 443, strict)).toBe('not a public address');
    expect(refusalOf(address, 443, trusting)).toBeUndefined();
  });

  test('the neighbours are', () => {
    for (const address of [before, after]) if (address) expect(refusalOf(address, 443, strict)).toBeUndefined();
  });
});

test.each([
  ['169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['fd00:ec1:ffff:ffff:ffff:ffff:ffff:ffff', 'fd00:ec2::', 'fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff', 'fd00:ec3::'],
])('between %s and %s … %s and %s is refused whatever is trusted', (before, first, last, after) => {
  for (const address of [first, last]) {
    expect(refusalOf(address, 443, trusting)).toBe('a metadata or runtime address');
    expect(refusalOf(address, 443, strict)).toBe('a metadata or runtime address');
  }
  for (const address of [before, after]) expect(refusalOf(address, 443, trusting)).toBeUndefined();
});

test.each([
  [undefined, '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
])('between %s and %s … %s and %s is this machine, with the endpoint of Lambda', (before, first, last, after) => {
  for (const address of [first, last, `::ffff:${first}`, `::ffff:${last}`]) {
    expect(refusalOf(address, 9001, trusting)).toBe("Lambda's own endpoint");
  }
  for (const address of [before, after]) if (address) expect(refusalOf(address, 9001, trusting)).toBeUndefined();
});

/** Notations in published lists of SSRF bypasses (PayloadsAllTheThings, OWASP), each for an internal host. */
const NOTATIONS = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://0o177.0.0.1/',
  'http://0x7f.0.0.1/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://127.0.0.1./',
  'http://0/',
  'http://0.0.0.0/',
  'http://00.0.0.0/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1%25lo]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::ffff:169.254.169.254]/',
  'http://①②⑦.⓪.⓪.①/',
  'http://１２７。０。０。１/',
  'http://127.0.0.1%2f@example.com/',
  'http://user:secret@127.0.0.1/',
  'http://example.com@127.0.0.1/',
  'http:127.0.0.1/',
  'http:\\\\127.0.0.1\\',
  'http:////127.0.0.1/',
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.16.5.4/',
  'http://100.100.100.200/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'ftp://127.0.0.1/',
  'data:text/plain,x',
  'javascript:alert(1)',
  '//127.0.0.1/',
  '',
  'http://',
  'http://[::1',
  'http://256.256.256.256/',
  'http://127.0.0.1:99999/',
];

describe('published SSRF notations', () => {
  test.each(NOTATIONS)('refused before anything is sent: %s', async (url) => {
    const client = createHttpClient({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const error = await client.get(url, { signal: AbortSignal.timeout(5_000) }).catch((reason) => reason);
    expect(error).toBeInstanceOf(OutgoingError);
    expect(['url', 'address']).toContain(error.reason);
    client.close();
  });
});
