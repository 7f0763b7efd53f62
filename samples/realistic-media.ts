import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/*
 * A clip whose renditions need what a film's need, for whatever is about bandwidth: those of samples/media are far too
 * small for it. It is made when it is needed, by ffmpeg (with libx264), and too large to be committed.
 */

export interface Rendition {
  /** Name of its folder under `hls/`, and of its file `LABEL.mp4`. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Bits per second of picture and sound together. */
  readonly bandwidth: number;
}

/** Best first. */
export const REALISTIC_RENDITIONS: readonly Rendition[] = [
  { label: '720p', width: 1280, height: 720, bandwidth: 5_000_000 },
  { label: '480p', width: 854, height: 480, bandwidth: 2_500_000 },
  { label: '360p', width: 640, height: 360, bandwidth: 800_000 },
];

const FRAME_RATE = 30;
const SEGMENT_SECONDS = 2;
const AUDIO_BANDWIDTH = 64_000;

/**
 * Makes `hls/master.m3u8` and `dash/manifest.mpd` with their segments, and `720p.mp4`, `480p.mp4`, `360p.mp4`, in an
 * existing folder. The pictures show their size and the running time, so that a test sees what plays.
 *
 * @throws Error with ffmpeg's message
 */
export function makeRealisticMedia(folder: string, { seconds = 60 }: { readonly seconds?: number } = {}): void {
  encode(folder, seconds);
  packageHls(folder);
  packageDash(folder);
}

/** All renditions in one run. The rate is constant, as filler where the picture needs less. */
function encode(folder: string, seconds: number): void {
  const scaled = REALISTIC_RENDITIONS.map(
    ({ label, width, height }, at) => `[s${at}]scale=${width}:${height},setsar=1,${lettering(label)}[v${at}]`,
  );
  const split = `[0:v]split=${REALISTIC_RENDITIONS.length}${REALISTIC_RENDITIONS.map((_, at) => `[s${at}]`).join('')}`;
  ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=${FRAME_RATE}`, '-f', 'lavfi', '-i', 'sine=f=220:beep_factor=4'],
    ...['-filter_complex', [split, ...scaled].join(';')],
    ...REALISTIC_RENDITIONS.flatMap(({ label, bandwidth }, at) => {
      const rate = String(bandwidth - AUDIO_BANDWIDTH);
      return [
        ...['-map', `[v${at}]`, '-map', '1:a', '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast'],
        ...['-profile:v', 'main', '-pix_fmt', 'yuv420p', '-b:v', rate, '-minrate', rate, '-maxrate', rate],
        ...['-bufsize', rate, '-x264-params', 'nal-hrd=cbr:force-cfr=1', '-g', String(FRAME_RATE * SEGMENT_SECONDS)],
        ...['-sc_threshold', '0', '-c:a', 'aac', '-b:a', String(AUDIO_BANDWIDTH), '-ac', '1'],
        ...['-movflags', '+faststart', join(folder, `${label}.mp4`)],
      ];
    }),
  );
}

const lettering = (label: string): string =>
  `drawtext=text='${label} %{pts\\:hms}':fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=12:fontsize=h/12` +
  ':x=(w-tw)/2:y=h*0.8';

function packageHls(folder: string): void {
  mkdirSync(join(folder, 'hls'), { recursive: true });
  ffmpeg(
    ...REALISTIC_RENDITIONS.flatMap(({ label }) => ['-i', join(folder, `${label}.mp4`)]),
    ...REALISTIC_RENDITIONS.flatMap((_, at) => ['-map', `${at}:v`, '-map', `${at}:a`]),
    ...['-c', 'copy', '-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_segment_filename', join(folder, 'hls', '%v', '%d.m4s')],
    ...['-master_pl_name', 'master.m3u8'],
    ...['-var_stream_map', REALISTIC_RENDITIONS.map(({ label }, at) => `v:${at},a:${at},name:${label}`).join(' ')],
    join(folder, 'hls', '%v', 'index.m3u8'),
  );
}

/** Each representation is named by its place: `dash/0-1.m4s` is the first segment of the best. */
function packageDash(folder: string): void {
  mkdirSync(join(folder, 'dash'), { recursive: true });
  ffmpeg(
    ...REALISTIC_RENDITIONS.flatMap(({ label }) => ['-i', join(folder, `${label}.mp4`)]),
    ...REALISTIC_RENDITIONS.flatMap((_, at) => ['-map', `${at}:v`]),
    // One set of renditions is of one shape, which a width of 854 is not to the pixel.
    ...['-map', '0:a', '-c', 'copy', '-aspect', '16:9', '-f', 'dash', '-seg_duration', String(SEGMENT_SECONDS)],
    ...['-adaptation_sets', 'id=0,streams=v id=1,streams=a'],
    ...['-init_seg_name', '$RepresentationID$-init.m4s', '-media_seg_name', '$RepresentationID$-$Number$.m4s'],
    join(folder, 'dash', 'manifest.mpd'),
  );
}

function ffmpeg(...options: readonly string[]): void {
  const { status, stderr, error } = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ffmpeg: ${error?.message ?? stderr}`);
}
