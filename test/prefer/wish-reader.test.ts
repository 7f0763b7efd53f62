import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../lambda/api-error.ts';
import { wishReader } from '../../lambda/wiring/prefer/wish-reader.ts';

const read = (query: Record<string, string[]>, headers: Record<string, string> = {}) =>
  wishReader()({ headers, multiValueQueryStringParameters: query });

function refusal(query: Record<string, string[]>): ApiError {
  try {
    read(query);
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error('It was not refused');
}

describe('what a request states', () => {
  test('is read as yt-dlp reads it', () => {
    expect(read({ prefer: ['res:720,lang:de'], maxBandwidth: ['3000000'] })).toMatchObject({
      prefer: [
        { field: 'res', limit: 720 },
        { field: 'lang', limit: 'de' },
      ],
      maxBandwidth: 3_000_000,
    });
  });

  test('in an empty parameter is nothing', () => {
    expect(read({ prefer: [''] })).toBeUndefined();
    expect(read({ prefer: [' '] })).toBeUndefined();
    expect(read({ prefer: [''], maxBandwidth: ['3000000'] })).toMatchObject({ prefer: [], maxBandwidth: 3_000_000 });
  });

  test.each([
    [{ 'Save-Data': 'on' }, 1_500_000],
    [{ 'save-data': ' ON ; x' }, 1_500_000],
    [{ 'Save-Data': 'off' }, undefined],
    [{ 'Save-Data': 'only' }, undefined],
  ])('by the header %j', (headers, expected) => {
    expect(read({}, headers)?.maxBandwidth).toBe(expected);
  });

  test('by the header counts for nothing beside a bandwidth', () => {
    expect(read({ maxBandwidth: ['9000000'] }, { 'Save-Data': 'on' })?.maxBandwidth).toBe(9_000_000);
  });

  test.each(['50000', '200000000'])('as a bandwidth has bounds: %s is within', (text) => {
    expect(read({ maxBandwidth: [text] })?.maxBandwidth).toBe(Number(text));
  });
});

describe('what cannot be read', () => {
  test.each(['49999', '200000001', '1e6', '', '0100000', '3000000.5', ' 3000000', '٣٠٠٠٠٠٠'])(
    'as a bandwidth is refused by name: %j',
    (text) => {
      const { status, details } = refusal({ maxBandwidth: [text] });
      expect([status, details?.map(({ field }) => field)]).toEqual([400, ['maxBandwidth']]);
    },
  );

  test.each(['codec:h264\r\nx', 'codec:av1é', 'fps:30', 'res:tall', 'lang', 'res:720:1', ','])(
    'as a wish is refused by name: %j',
    (text) => {
      expect(refusal({ prefer: [text] }).details).toEqual([expect.objectContaining({ field: 'prefer' })]);
    },
  );

  test('is named in the details alone, since the message is logged', () => {
    const { message, details } = refusal({ prefer: ['token:ey-secret'], maxBandwidth: ['1'] });
    expect(details?.[0]?.message).toContain('"token:ey-secret"');
    expect(message).not.toContain('secret');
    expect(message).toMatch(/^prefer must .*; maxBandwidth must /);
  });

  test('and is far too long is not sent back', () => {
    expect(refusal({ prefer: [`res:720,${'x'.repeat(5000)}`] }).details?.[0]?.message.length).toBeLessThan(200);
  });

  test('is a parameter that is there twice', () => {
    const twice = refusal({ prefer: ['res:720', 'res:1080'], maxBandwidth: ['60000', '60000'] });
    expect(twice.details).toEqual([
      { field: 'prefer', message: 'must be given once' },
      { field: 'maxBandwidth', message: 'must be given once' },
    ]);
  });
});
