import { describe, expect, test } from '@jest/globals';
import { refusalOf } from '../../lambda/extractors/address-guard.ts';
import { createHttpClient } from '../../lambda/extractors/http-client.ts';
import { OutgoingError } from '../../lambda/extractors/outgoing-error.ts';

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
    'refuses what is no plain address: %p',
    (address) => {
      expect(refusalOf(address, 80, trusting)).toBe('not a plain IP address');
    },
  );
});

/** The notations that lists of SSRF bypasses publish (PayloadsAllTheThings, OWASP), each for a host that is ours. */
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
