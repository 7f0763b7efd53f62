import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEGMENT_SECONDS } from './encode.ts';
import { ffmpeg, REPRODUCIBLE } from './ffmpeg.ts';
import type { Size } from './titles.ts';

/** An encoded size of a title: picture and sound in one file. */
export interface Clip {
  readonly size: Size;
  readonly path: string;
}

/** Copies a clip into an MP4 whose index stands in front, so that a browser plays it while it loads. */
export function packageMp4(clip: Clip, target: string): void {
  ffmpeg('-i', clip.path, '-c', 'copy', '-movflags', '+faststart', ...REPRODUCIBLE, target);
}

/** Cuts a clip into an HLS media playlist with picture and sound in the same segments (fMP4), which plays by itself. */
export function packageHlsRendition(clip: Clip, folder: string): void {
  mkdirSync(folder, { recursive: true });
  ffmpeg(
    ...['-i', clip.path, '-c', 'copy', ...REPRODUCIBLE],
    ...['-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
    ...['-hls_segment_filename', join(folder, '%d.m4s'), join(folder, 'index.m3u8')],
  );
}

/**
 * Cuts the clips of one title into CMAF segments, sound apart from picture, which HLS and DASH can both describe.
 * @param describedBy `dash` leaves `manifest.mpd`; `hls` leaves `<label>/index.m3u8` for each picture size and
 * `audio/index.m3u8`, for a master playlist to name
 */
export function packageCmaf(clips: readonly Clip[], folder: string, describedBy: readonly ('hls' | 'dash')[]): void {
  mkdirSync(folder, { recursive: true });
  const names = [...clips.map(({ size }) => size.label), 'audio'];
  for (const index of names.keys()) mkdirSync(join(folder, String(index)), { recursive: true });
  ffmpeg(
    ...clips.flatMap(({ path }) => ['-i', path]),
    ...clips.flatMap((_, index) => ['-map', `${index}:v`]),
    ...['-map', '0:a', '-c', 'copy', ...REPRODUCIBLE],
    ...['-f', 'dash', '-seg_duration', String(SEGMENT_SECONDS), '-adaptation_sets', 'id=0,streams=v id=1,streams=a'],
    ...['-init_seg_name', '$RepresentationID$/init.mp4', '-media_seg_name', '$RepresentationID$/$Number$.m4s'],
    ...['-hls_playlist', describedBy.includes('hls') ? '1' : '0', join(folder, 'manifest.mpd')],
  );
  nameRepresentations(join(folder, 'manifest.mpd'), names);
  for (const [index, name] of names.entries()) {
    renameSync(join(folder, String(index)), join(folder, name));
    if (describedBy.includes('hls'))
      placeBesideSegments(join(folder, `media_${index}.m3u8`), join(folder, name, 'index.m3u8'));
  }
  // Ours, which knows the subtitles too, takes its place.
  rmSync(join(folder, 'master.m3u8'), { force: true });
  if (!describedBy.includes('dash')) rmSync(join(folder, 'manifest.mpd'));
}

/** Gives the representations of an MPD names instead of numbers. Their ids are the folders of their segments. */
function nameRepresentations(path: string, names: readonly string[]): void {
  const mpd = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    mpd.replace(/(<Representation id=")(\d+)"/g, (_, start, index) => `${start}${names[index]}"`),
  );
}

/** Moves a media playlist into the folder of its segments, without the date of its making. */
function placeBesideSegments(from: string, to: string): void {
  const lines = readFileSync(from, 'utf8').split('\n');
  const kept = lines.filter((line) => !line.startsWith('#EXT-X-PROGRAM-DATE-TIME'));
  writeFileSync(to, kept.map((line) => line.replace(/^\d+\//, '').replace(/URI="\d+\//, 'URI="')).join('\n'));
  rmSync(from);
}
