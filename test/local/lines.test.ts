import { expect, test } from '@jest/globals';
import { linesOf } from '../../local/lambda/lines.ts';

async function* oneByOne(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
}

test('a character cut in two between chunks and an unescaped U+2028 arrive whole', async () => {
  const lines: string[] = [];
  for await (const line of linesOf(oneByOne('Amélie \u2028 天空の城 🎬\r\n\nthe end'))) lines.push(line);
  expect(lines).toEqual(['Amélie \u2028 天空の城 🎬', '', 'the end']);
});
