import type { IncomingMessage } from 'node:http';
import { expect, test } from '@jest/globals';
import { mayControl } from '../../../local/http/control-guard.ts';

const allowed = (headers: Record<string, string>) => mayControl({ headers } as unknown as IncomingMessage);

test.each(['localhost', 'localhost:3000', '127.0.0.1', '127.0.0.1:3000', '[::1]', '[::1]:3000'])(
  'a request to %s may use what is on this machine only, without a browser and from its own pages',
  (host) => {
    expect(allowed({ host })).toBe(true);
    expect(allowed({ host, 'sec-fetch-site': 'none' })).toBe(true);
    expect(allowed({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(true);
  },
);

test.each([
  [{}],
  [{ host: '' }],
  [{ host: 'example.com' }],
  [{ host: 'localhost.example.com' }],
  [{ host: 'my-localhost' }],
  [{ host: '127.0.0.2' }],
  [{ host: '128.0.0.1' }],
  [{ host: '127.1.0.1' }],
  [{ host: '127.0.1.1' }],
  [{ host: '[::2]' }],
  [{ host: 'localhost:3000x' }],
  [{ host: 'localhost', origin: 'https://example.com' }],
  [{ host: 'localhost', origin: 'https://localhost' }],
  [{ host: 'localhost:3000', origin: 'http://localhost:3001' }],
  [{ host: 'localhost', origin: 'null' }],
  [{ host: 'localhost', 'sec-fetch-site': 'cross-site' }],
  [{ host: 'localhost', 'sec-fetch-site': 'same-site' }],
  [{ host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'cross-site' }],
] as [Record<string, string>][])('a request with %j may not', (headers) => {
  expect(allowed(headers)).toBe(false);
});
