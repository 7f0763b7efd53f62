import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { comparePreferred, parsePreference } from '../../contract/prefer.ts';
import { checkOrSkip, fieldTool } from '../field-tools.ts';

/*
 * `npm run test:order`: orders random lists of sources by random wishes, and compares each order with that of yt-dlp's
 * sorter by the same fields.
 */

const LISTS = 200;
const SORTER = join(import.meta.dirname, 'sort_formats.py');

const VIDEO = [
  'avc1.64001f',
  'av01.0.05M.08',
  'vp09.00.10.08',
  'vp09.02.10.10',
  'hvc1.1.6.L93',
  'hev1.1',
  'vp8',
  'mp4v.20.9',
  'dvh1.05',
];
const AUDIO = ['mp4a.40.2', 'opus', 'ec-3', 'ac-3', 'vorbis', 'flac'];

const format = fc.record({
  height: fc.constantFrom(240, 360, 480, 536, 720, 800, 1080, 1440, 2160),
  width: fc.constantFrom(undefined, 426, 640, 854, 1280, 1920, 2560, 3840),
  video: fc.constantFrom(...VIDEO),
  audio: fc.constantFrom(undefined, ...AUDIO),
});
const resolution = fc.constantFrom('res', 'res:1', 'res:480', 'res:720', 'res:1080', 'res:5000');
const codec = fc.constantFrom('codec', 'codec:h264', 'codec:h265', 'codec:vp8', 'codec:vp9', 'codec:av01');
const wish = fc.oneof(
  fc.tuple(resolution, codec),
  fc.tuple(codec, resolution),
  resolution.map((one) => [one]),
  codec.map((one) => [one]),
);
const list = fc.record({ wish, formats: fc.array(format, { minLength: 1, maxLength: 12 }) });

await checkOrSkip('order of sources', async () => {
  const python = join(dirname(fieldTool('yt-dlp')), 'python3');
  const lists = fc.sample(list, { numRuns: LISTS, seed: 1 });
  const input = JSON.stringify(
    lists.map(({ wish, formats }) => ({
      wish,
      formats: formats.map(({ height, width, video, audio }, id) => ({
        format_id: String(id),
        height,
        width: width ?? null,
        vcodec: video,
        acodec: audio ?? null,
        ext: 'mp4',
        protocol: 'https',
      })),
    })),
  );
  const { status, stdout, stderr } = spawnSync(python, [SORTER], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const expected = JSON.parse(stdout) as number[][];
  const different = lists.filter(({ wish, formats }, index) => {
    const preference = parsePreference(wish.join(','));
    const sources = formats.map(({ height, width, video, audio }, id) => ({
      id,
      quality: 'auto',
      height,
      width,
      codecs: audio === undefined ? video : `${video},${audio}`,
    }));
    const ours = sources.toSorted((a, b) => comparePreferred(a, b, preference)).map(({ id }) => id);
    return ours.join() !== expected[index]?.join();
  });
  for (const { wish, formats } of different) console.log(`different: ${wish.join()} of ${JSON.stringify(formats)}`);
  console.log(`${LISTS - different.length} of ${LISTS} lists in yt-dlp's order`);
  return different.length === 0;
});
