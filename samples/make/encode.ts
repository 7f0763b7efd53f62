import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { animatedCard, CLIP_SECONDS, FRAME_RATE, posterCard } from './card.ts';
import { ffmpeg, REPRODUCIBLE } from './ffmpeg.ts';
import { melodyExpression } from './melody.ts';
import type { SampleTitle, Size } from './titles.ts';

/** Seconds of a segment; every segment begins with a key frame. */
export const SEGMENT_SECONDS = 4;

/** A little shorter than the picture: the encoder's padding would otherwise spill into a segment of its own. */
const SOUND_SECONDS = CLIP_SECONDS - 0.1;

/** Encodes one size of a title, picture and sound (H.264 and AAC), into `workshop`; returns the file's path. */
export function encodeClip(title: SampleTitle, size: Size, workshop: string): string {
  const script = join(workshop, `${title.slug}-${size.label}.ass`);
  const clip = join(workshop, `${title.slug}-${size.label}.mp4`);
  writeFileSync(script, animatedCard(title, size.width, size.height));
  ffmpeg(
    ...['-f', 'lavfi', '-i', background(title, size.width, size.height)],
    ...['-f', 'lavfi', '-i', `aevalsrc='${melodyExpression(title.melody)}':s=44100:d=${SOUND_SECONDS}`],
    ...[
      '-filter_complex',
      `[0:v]${lettering(script)},${shape(title, size)},format=yuv420p[picture]`,
      '-map',
      '[picture]',
      '-map',
      '1:a',
    ],
    ...['-t', String(CLIP_SECONDS), '-r', String(FRAME_RATE)],
    ...['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'slower', '-tune', 'animation', '-refs', '4', '-crf', '31'],
    ...['-g', String(FRAME_RATE * SEGMENT_SECONDS), '-sc_threshold', '0', '-threads', '2'],
    // x264 writes its settings into the stream; they are of no use to a player.
    ...[
      '-bsf:v',
      'filter_units=remove_types=6',
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
      '-colorspace',
      'bt709',
    ],
    ...['-c:a', 'aac', '-b:a', '32k', '-ac', '1', ...REPRODUCIBLE, clip],
  );
  return clip;
}

/** Encodes a clip again as WebM (VP9 and Opus). */
export function encodeWebm(clip: string, target: string): void {
  ffmpeg(
    ...['-i', clip, '-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '40', '-row-mt', '0', '-threads', '1'],
    ...['-c:a', 'libopus', '-b:a', '32k', ...REPRODUCIBLE, target],
  );
}

/** Draws the poster of a title: a JPEG of 400 × 600 pixels. */
export function drawPoster(title: SampleTitle, workshop: string, target: string): void {
  const [width, height] = [400, 600];
  const script = join(workshop, `${title.slug}-poster.ass`);
  writeFileSync(script, posterCard(title, width, height));
  ffmpeg(
    ...['-f', 'lavfi', '-i', background(title, width, height), '-vf', lettering(script), '-frames:v', '1'],
    ...['-q:v', '6', '-pix_fmt', 'yuvj420p', ...REPRODUCIBLE, target],
  );
}

/** One frame of a gradient from corner to corner, held for ever. */
function background({ background: [from, to] }: SampleTitle, width: number, height: number): string {
  const channel = (at: number) => {
    const [start, end] = [from, to].map((rgb) => Number.parseInt(rgb.slice(at, at + 2), 16)) as [number, number];
    return `${start}+(${end - start})*(X/W+2*Y/H)/3`;
  };
  const gradient = `format=rgb24,geq=r='${channel(0)}':g='${channel(2)}':b='${channel(4)}'`;
  return `color=black:s=${width}x${height}:r=${FRAME_RATE}:d=${1 / FRAME_RATE},${gradient},loop=loop=-1:size=1`;
}

/** All sizes of a title have the shape of the first: whole pixels alone would leave them a hair apart, which DASH forbids. */
function shape({ sizes }: SampleTitle, { width, height }: Size): string {
  const first = sizes[0]!;
  return `setsar=${first.width * height}/${first.height * width}:max=65535`;
}

function lettering(script: string): string {
  return `ass='${script}',scale=out_color_matrix=bt709`;
}
