/*
 * Makes the media of the sample catalogue from nothing: `node samples/make-media.ts [slug …]`, into samples/media.
 * Its output is committed, so only who changes a clip needs ffmpeg (with libx264, libass, libvpx and libopus) and the
 * DejaVu fonts. It takes some five minutes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Captions,
  ENGLISH,
  ENGLISH_FORCED,
  ENGLISH_SDH,
  FRENCH,
  GERMAN,
  SPANISH,
  writeCaptionPlaylist,
  writeCaptions,
  writeSplitCaptions,
} from './make/captions.ts';
import { drawPoster, encodeClip, encodeWebm } from './make/encode.ts';
import { writeMasterPlaylist } from './make/master-playlist.ts';
import { type Clip, packageCmaf, packageHlsRendition, packageMp4 } from './make/packaging.ts';
import { SAMPLE_TITLES, type SampleTitle, type Size } from './make/titles.ts';

const MEDIA = join(import.meta.dirname, 'media');

/** What each title offers. They differ on purpose: together they show every kind of source the API knows. */
const PACKAGES: Record<string, (folder: string, clips: readonly Clip[]) => void> = {
  'big-buck-bunny': (folder, clips) => {
    hlsWithSound(folder, clips, captionsOf(folder, [ENGLISH, SPANISH]));
    mp4(folder, clips, ['720p', '360p']);
  },
  // Sound apart from picture: no variant plays by itself.
  sintel: (folder, clips) => {
    const captions = captionsOf(folder, [ENGLISH, SPANISH, GERMAN, ENGLISH_SDH, ENGLISH_FORCED]);
    writeSplitCaptions(join(folder, 'subtitles'), FRENCH);
    packageCmaf(clips, join(folder, 'cmaf'), ['hls']);
    writeMasterPlaylist(join(folder, 'cmaf'), clips, { separateAudio: true, captions: [...captions, FRENCH] });
  },
  'tears-of-steel': (folder, clips) => {
    packageCmaf(clips, join(folder, 'dash'), ['dash']);
    mp4(folder, clips, ['720p']);
    plainCaptions(folder, [ENGLISH, SPANISH, FRENCH, ENGLISH_FORCED]);
  },
  'elephants-dream': (folder, clips) => {
    mp4(folder, clips, ['720p', '360p']);
    plainCaptions(folder, [ENGLISH, GERMAN]);
  },
  'cosmos-laundromat': (folder, clips) => {
    packageCmaf(clips, join(folder, 'cmaf'), ['hls', 'dash']);
    writeMasterPlaylist(join(folder, 'cmaf'), clips, { separateAudio: true });
  },
  'night-of-the-living-dead': (folder, clips) => {
    mp4(folder, clips, ['480p']);
    encodeWebm(sized(clips, '360p').path, join(folder, '360p.webm'));
    plainCaptions(folder, [ENGLISH_SDH]);
  },
  'sita-sings-the-blues': (folder, clips) => hlsWithSound(folder, clips, []),
  'test-card': (folder, clips) => {
    hlsWithSound(folder, clips, captionsOf(folder, [ENGLISH, SPANISH]));
    mp4(folder, clips, ['480p']);
  },
};

function hlsWithSound(folder: string, clips: readonly Clip[], captions: readonly Captions[]): void {
  const hls = join(folder, 'hls');
  for (const clip of clips) packageHlsRendition(clip, join(hls, clip.size.label));
  writeMasterPlaylist(hls, clips, { captions });
}

function mp4(folder: string, clips: readonly Clip[], labels: readonly Size['label'][]): void {
  for (const label of labels) packageMp4(sized(clips, label), join(folder, `${label}.mp4`));
}

function sized(clips: readonly Clip[], label: Size['label']): Clip {
  const clip = clips.find(({ size }) => size.label === label);
  if (!clip) throw new Error(`There is no ${label} among the sizes`);
  return clip;
}

/** Subtitles for an HLS master: each track as one `.vtt` and the playlist that lists it. */
function captionsOf(folder: string, tracks: readonly Captions[]): readonly Captions[] {
  plainCaptions(folder, tracks);
  for (const track of tracks) writeCaptionPlaylist(join(folder, 'subtitles'), track);
  return tracks;
}

function plainCaptions(folder: string, tracks: readonly Captions[]): void {
  mkdirSync(join(folder, 'subtitles'), { recursive: true });
  for (const track of tracks) writeCaptions(join(folder, 'subtitles'), track);
}

function make(title: SampleTitle, workshop: string): void {
  const folder = join(MEDIA, title.slug);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const clips = title.sizes.map((size) => ({ size, path: encodeClip(title, size, workshop) }));
  drawPoster(title, workshop, join(folder, 'poster.jpg'));
  PACKAGES[title.slug]!(folder, clips);
}

const wanted = process.argv.slice(2);
const workshop = mkdtempSync(join(tmpdir(), 'stream-api-media-'));
try {
  for (const title of SAMPLE_TITLES.filter(({ slug }) => wanted.length === 0 || wanted.includes(slug))) {
    console.error(`Making ${title.name} …`);
    make(title, workshop);
  }
} finally {
  rmSync(workshop, { recursive: true, force: true });
}
