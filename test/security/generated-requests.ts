import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { proxyEvent } from '../support/proxy-event.ts';

type Query = Readonly<Record<string, string[]>>;

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '0', '-1', '1e3', '0x10', ' 5 ', '٣', 'null', '__proto__', '\0', '\ud800', '2147483648'),
);
const nearlyAnId = fc.oneof(
  fc.integer({ min: -5, max: 4_294_967_296 }).map(String),
  fc.constantFrom('550', '0550', '550-fight-club', '5 50', '550\n', '9'.repeat(40)),
);
const values = (valid: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 12, arbitrary: valid.map((value) => [value]) },
    { weight: 1, arbitrary: anyText.map((value) => [value]) },
    { weight: 1, arbitrary: fc.array(fc.oneof(valid, anyText), { maxLength: 3 }) },
  );
const number = fc.integer({ min: 0, max: 100_100 }).map(String);

const query = (tmdbId: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.record(
        {
          tmdbId: values(tmdbId),
          mediaType: values(fc.constantFrom('movie', 'movie', 'tv', 'film')),
          season: values(number),
          episode: values(number),
        },
        { requiredKeys: [] },
      ),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        fc.dictionary(anyText, fc.array(anyText, { maxLength: 2 }), { maxKeys: 3 }),
      ),
    )
    .map(([known, unknown]) => ({ ...unknown, ...known }) as Query);

const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        'If-None-Match',
        'if-none-match',
        'Origin',
        'origin',
        'X-Forwarded-For',
        'CloudFront-Viewer-Address',
        'X',
      ),
      fc.oneof(anyText, fc.constantFrom('*', 'W/"a", "b"', 'https://site.example', 'null')),
      { maxKeys: 3 },
    ),
  },
);
const method = fc.oneof(
  { weight: 20, arbitrary: fc.constant('GET') },
  { weight: 2, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'POST', 'TRACE') },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const address = fc.oneof(fc.ipV4(), fc.ipV6(), anyText);

/** Any request that API Gateway might hand on, and some that it never would. @param tmdbId a title that exists */
export const requests = (tmdbId: string): fc.Arbitrary<APIGatewayProxyEvent> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 9, arbitrary: query(fc.oneof({ weight: 3, arbitrary: fc.constant(tmdbId) }, nearlyAnId)) },
        { weight: 9, arbitrary: fc.constant<Query>({ tmdbId: [tmdbId], mediaType: ['movie'] }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      fc.record({ method, headers, sourceIp: address, arrivedAt: fc.oneof(fc.constant(Date.now()), fc.double()) }),
    )
    .map(([parameters, facts]) => proxyEvent(parameters, facts));
