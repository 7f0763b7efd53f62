import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeRealisticMedia, REALISTIC_RENDITIONS } from '../../samples/realistic-media.ts';

const SECONDS = 8;

test('the clip for bandwidth tests needs the bits that each of its renditions names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-realistic-'));
  try {
    makeRealisticMedia(folder, { seconds: SECONDS });
    const master = await readFile(join(folder, 'hls/master.m3u8'), 'utf8');
    for (const { label, bandwidth, width, height } of REALISTIC_RENDITIONS) {
      const { size } = await stat(join(folder, `${label}.mp4`));
      expect((size * 8) / SECONDS / bandwidth).toBeGreaterThan(0.9);
      expect((size * 8) / SECONDS / bandwidth).toBeLessThan(1.2);
      expect(master).toContain(`RESOLUTION=${width}x${height}\n${label}/index.m3u8`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
