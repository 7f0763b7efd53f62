/*
 * Makes media for the sample catalogue: `node samples/make-media.ts FOLDER [slug …]`. Pictures and sound are ffmpeg's
 * own test sources. The media in samples/media is committed, so only a change of it needs this program, ffmpeg (with
 * libx264, libvpx, libopus and drawtext) and a font.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECONDS = 12;
const SEGMENT_SECONDS = 4;
const FRAME_RATE = 25;

interface Title {
  readonly name: string;
  /** A video source of ffmpeg that takes a size and a rate. */
  readonly picture: string;
  /** `WIDTHxHEIGHT` of each rendition, by what a viewer would call it. */
  readonly sizes: Readonly<Record<string, string>>;
  /** `hls`: picture and sound in the same segments. `cmaf`: apart, listed in an HLS playlist, an MPD, or both. */
  readonly hls?: true;
  readonly cmaf?: readonly ('hls' | 'dash')[];
  /** Labels of the sizes that are also single files. */
  readonly mp4?: readonly string[];
  readonly webm?: string;
  readonly captions?: readonly string[];
}

const WIDE = { '1080p': '1920x1080', '720p': '1280x720', '480p': '854x480', '360p': '640x360' };
const SMALL = { '720p': WIDE['720p'], '360p': WIDE['360p'] };

/** They differ on purpose: together they have every kind of source that the API knows. */
const TITLES: Readonly<Record<string, Title>> = {
  'big-buck-bunny': {
    ...{ name: 'Big Buck Bunny', picture: 'testsrc2', sizes: WIDE },
    ...{ hls: true, mp4: ['720p', '360p'], captions: ['en', 'es'] },
  },
  sintel: {
    ...{ name: 'Sintel', picture: 'mandelbrot' },
    // The height alone would call the first one 720p.
    sizes: { '1080p': '1920x816', '720p': '1280x544', '480p': '854x362', '360p': '640x272' },
    ...{ cmaf: ['hls'], captions: ['en', 'es', 'de', 'en.sdh', 'en.forced', 'fr'] },
  },
  'tears-of-steel': {
    ...{ name: 'Tears of Steel', picture: 'gradients' },
    sizes: { '1080p': '1920x800', '720p': '1280x534', '360p': '640x266' },
    ...{ cmaf: ['dash'], mp4: ['720p'], captions: ['en', 'es', 'fr', 'en.forced'] },
  },
  'elephants-dream': {
    ...{ name: 'Elephants Dream', picture: 'cellauto', sizes: SMALL },
    ...{ mp4: ['720p', '360p'], captions: ['en', 'de'] },
  },
  'cosmos-laundromat': {
    ...{ name: 'Cosmos Laundromat', picture: 'gradients', sizes: { '1080p': '1920x804', '480p': '854x358' } },
    cmaf: ['hls', 'dash'],
  },
  'night-of-the-living-dead': {
    ...{ name: 'Night of the Living Dead', picture: 'life', sizes: { '480p': '640x480', '360p': '480x360' } },
    ...{ mp4: ['480p'], webm: '360p', captions: ['en.sdh'] },
  },
  'sita-sings-the-blues': { name: 'Sita Sings the Blues', picture: 'rgbtestsrc', sizes: SMALL, hls: true },
  'test-card': {
    ...{ name: 'Stream API Test Card', picture: 'smptehdbars', sizes: WIDE },
    ...{ hls: true, mp4: ['480p'], captions: ['en', 'es'] },
  },
};

/** Name of a subtitle track → its attributes in an HLS playlist, and the text of its one cue. */
const CAPTIONS: Readonly<Record<string, readonly [attributes: string, text: string]>> = {
  en: ['NAME="English",LANGUAGE="en"', 'This picture was drawn by a program.'],
  es: ['NAME="Español",LANGUAGE="es"', 'Un programa dibujó esta imagen.'],
  de: ['NAME="Deutsch",LANGUAGE="de"', 'Dieses Bild hat ein Programm gezeichnet.'],
  fr: ['NAME="Français",LANGUAGE="fr"', 'Un programme a dessiné cette image.'],
  'en.forced': ['NAME="English (forced)",LANGUAGE="en",FORCED=YES', 'The sign reads: “Snow ahead.”'],
  'en.sdh': [
    'NAME="English (SDH)",LANGUAGE="en",CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog"',
    '[a steady tone]',
  ],
};

/** Runs ffmpeg, with outputs that are the same on every run. @throws Error with its message */
function ffmpeg(...options: readonly string[]): void {
  const command = ['-nostdin', '-v', 'error', '-y', ...options];
  const { status, stderr, error } = spawnSync('ffmpeg', command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg ${options.join(' ')}\n${error?.message ?? stderr}`);
}

const COPY = ['-c', 'copy', '-map_metadata', '-1', '-fflags', '+bitexact'];

/** One size of a title with picture and sound, H.264 and AAC. */
function encode({ name, picture, sizes }: Title, size: string, target: string): void {
  const lettering = `fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=12:fontsize=h/14:x=(w-tw)/2`;
  // Every size has the shape of the first: whole pixels alone would differ a little, which DASH forbids.
  const [first, own] = [Object.values(sizes)[0]!, size].map((each) => each.split('x').map(Number)) as number[][];
  const shape = `setsar=${first![0]! * own![1]!}/${first![1]! * own![0]!}:max=65535`;
  const text = `drawtext=text='${name}':y=h*0.75:${lettering},drawtext=text='${size}':y=h*0.87:${lettering}`;
  ffmpeg(
    ...['-f', 'lavfi', '-i', `${picture}=s=${size}:r=${FRAME_RATE}`, '-f', 'lavfi', '-i', 'sine=f=220:beep_factor=4'],
    // The sound ends early, or the encoder's padding would be a segment by itself.
    ...['-vf', `${text},${shape},format=yuv420p`, '-af', `atrim=end=${SECONDS - 0.1}`, '-t', String(SECONDS)],
    ...['-c:v', 'libx264', '-profile:v', 'main', '-crf', '31', '-g', String(FRAME_RATE * SEGMENT_SECONDS)],
    ...['-sc_threshold', '0', '-c:a', 'aac', '-b:a', '32k', '-ac', '1', '-movflags', '+faststart', target],
  );
}

/** Cuts the clips of all sizes into segments and writes their HLS playlists. */
function packageHls(clips: ReadonlyMap<string, string>, folder: string, isSeparate: boolean): void {
  mkdirSync(folder, { recursive: true });
  const labels = [...clips.keys()];
  const sound = (index: number) => (isSeparate ? 'agroup:audio' : `a:${index}`);
  const variants = labels.map((label, index) => `v:${index},${sound(index)},name:${label}`);
  const audio = isSeparate ? ['a:0,agroup:audio,default:yes,name:audio'] : [];
  ffmpeg(
    ...[...clips.values()].flatMap((clip) => ['-i', clip]),
    ...labels.flatMap((_, index) => ['-map', `${index}:v`, ...(isSeparate ? [] : ['-map', `${index}:a`])]),
    ...(isSeparate ? ['-map', '0:a'] : []),
    ...[...COPY, '-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_segment_filename', join(folder, '%v', '%d.m4s')],
    ...['-master_pl_name', 'master.m3u8', '-var_stream_map', [...variants, ...audio].join(' ')],
    join(folder, '%v', 'index.m3u8'),
  );
}

/** Cuts the clips of all sizes into segments, sound apart, and writes their MPD and, `withHls`, their playlists. */
function packageDash(clips: ReadonlyMap<string, string>, folder: string, withHls: boolean): void {
  mkdirSync(folder, { recursive: true });
  ffmpeg(
    ...[...clips.values()].flatMap((clip) => ['-i', clip]),
    ...[...clips.keys()].flatMap((_, index) => ['-map', `${index}:v`]),
    ...['-map', '0:a', ...COPY, '-f', 'dash', '-seg_duration', String(SEGMENT_SECONDS)],
    ...['-adaptation_sets', 'id=0,streams=v id=1,streams=a', '-hls_playlist', withHls ? '1' : '0'],
    join(folder, 'manifest.mpd'),
  );
}

/** Writes each track as WebVTT and, into the master playlist if there is one, as an HLS rendition of one segment. */
function addCaptions(tracks: readonly string[], folder: string, master?: string): void {
  mkdirSync(join(folder, 'subtitles'), { recursive: true });
  const head = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:${SECONDS}\n#EXT-X-PLAYLIST-TYPE:VOD\n`;
  const renditions = tracks.map((track) => {
    const [attributes, text] = CAPTIONS[track]!;
    const file = join(folder, 'subtitles', track);
    writeFileSync(`${file}.vtt`, `WEBVTT\n\n00:00:00.500 --> 00:00:11.500\n${text}\n`);
    if (master) writeFileSync(`${file}.m3u8`, `${head}#EXTINF:${SECONDS},\n${track}.vtt\n#EXT-X-ENDLIST\n`);
    return `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",${attributes},URI="../subtitles/${track}.m3u8"\n`;
  });
  if (!master) return;
  const streams = readFileSync(master, 'utf8').replace(/^#EXT-X-STREAM-INF:.*/gm, '$&,SUBTITLES="subtitles"');
  writeFileSync(master, streams.replace(/^(#EXT-X-VERSION:.*\n)/m, `$1${renditions.join('')}`));
}

function make(title: Title, folder: string, drafts: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const clips = new Map(Object.keys(title.sizes).map((label) => [label, join(drafts, `${label}.mp4`)]));
  for (const [label, clip] of clips) encode(title, title.sizes[label]!, clip);
  const [largest] = clips.values();
  ffmpeg('-i', largest!, '-frames:v', '1', '-vf', 'scale=-2:600,crop=400:600', '-q:v', '6', join(folder, 'poster.jpg'));
  const { cmaf } = title;
  if (title.hls) packageHls(clips, join(folder, 'hls'), false);
  else if (cmaf?.includes('dash')) packageDash(clips, join(folder, cmaf[1] ? 'cmaf' : 'dash'), cmaf.includes('hls'));
  else if (cmaf) packageHls(clips, join(folder, 'cmaf'), true);
  for (const label of title.mp4 ?? []) {
    ffmpeg('-i', clips.get(label)!, ...COPY, '-movflags', '+faststart', join(folder, `${label}.mp4`));
  }
  if (title.webm) {
    const vp9 = ['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '40', '-c:a', 'libopus', '-b:a', '32k'];
    ffmpeg('-i', clips.get(title.webm)!, ...vp9, join(folder, `${title.webm}.webm`));
  }
  const playlist = title.hls ? 'hls' : cmaf?.includes('hls') ? 'cmaf' : undefined;
  if (title.captions) addCaptions(title.captions, folder, playlist && join(folder, playlist, 'master.m3u8'));
}

const [into, ...wanted] = process.argv.slice(2);
if (into === undefined) throw new Error('Name the folder for the media: node samples/make-media.ts FOLDER [slug …]');
const drafts = mkdtempSync(join(tmpdir(), 'stream-api-media-'));
try {
  for (const [slug, title] of Object.entries(TITLES)) {
    if (wanted.length > 0 && !wanted.includes(slug)) continue;
    console.error(`Making ${title.name} …`);
    make(title, join(into, slug), drafts);
  }
} finally {
  rmSync(drafts, { recursive: true, force: true });
}
