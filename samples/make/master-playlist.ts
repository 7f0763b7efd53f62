import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Captions } from './captions.ts';
import { FRAME_RATE } from './card.ts';
import { SEGMENT_SECONDS } from './encode.ts';
import type { Clip } from './packaging.ts';

/**
 * Writes `master.m3u8` over the renditions in `folder` (RFC 8216, section 4.3.4).
 * @param separateAudio the sound stands in `audio/index.m3u8` instead of in the segments of the picture
 * @param captions their playlists stand in `../subtitles`
 */
export function writeMasterPlaylist(
  folder: string,
  clips: readonly Clip[],
  { separateAudio = false, captions = [] }: { separateAudio?: boolean; captions?: readonly Captions[] },
): void {
  const sound = separateAudio ? bandwidthOf(join(folder, 'audio')) : { peak: 0, average: 0 };
  const streams = clips.flatMap(({ size, path }) => {
    const picture = bandwidthOf(join(folder, size.label));
    const attributes = [
      `BANDWIDTH=${picture.peak + sound.peak}`,
      `AVERAGE-BANDWIDTH=${picture.average + sound.average}`,
      `RESOLUTION=${size.width}x${size.height}`,
      `FRAME-RATE=${FRAME_RATE.toFixed(3)}`,
      `CODECS="${h264Codec(path)},mp4a.40.2"`,
      ...(separateAudio ? ['AUDIO="audio"'] : []),
      ...(captions.length > 0 ? ['SUBTITLES="subtitles"'] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${size.label}/index.m3u8`];
  });
  const audio = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Music",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1"';
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(separateAudio ? [`${audio},URI="audio/index.m3u8"`] : []),
    ...captions.map(subtitleRendition),
    ...streams,
  ];
  writeFileSync(join(folder, 'master.m3u8'), `${lines.join('\n')}\n`);
}

function subtitleRendition({ slug, language, label, forced, sdh }: Captions): string {
  const attributes = [
    'TYPE=SUBTITLES',
    'GROUP-ID="subtitles"',
    `NAME="${label}"`,
    `LANGUAGE="${language}"`,
    'DEFAULT=NO',
    'AUTOSELECT=YES',
    ...(forced ? ['FORCED=YES'] : []),
    ...(sdh
      ? [
          'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"',
        ]
      : []),
    `URI="../subtitles/${slug}.m3u8"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}`;
}

/** Peak and average bits per second of the segments in a folder. */
function bandwidthOf(folder: string): { peak: number; average: number } {
  const segments = readdirSync(folder).filter((name) => name.endsWith('.m4s'));
  const bits = segments.map((name) => statSync(join(folder, name)).size * 8);
  const total = bits.reduce((sum, size) => sum + size, 0);
  return {
    peak: Math.ceil(Math.max(...bits) / SEGMENT_SECONDS),
    average: Math.ceil(total / (segments.length * SEGMENT_SECONDS)),
  };
}

/** `avc1.PPCCLL` (RFC 6381): profile, constraints and level, the three bytes after the version in the `avcC` box. */
function h264Codec(path: string): string {
  const file = readFileSync(path);
  const facts = file.indexOf('avcC') + 'avcC'.length + 1;
  return `avc1.${file.subarray(facts, facts + 3).toString('hex')}`;
}
