import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { SourceType } from '../../contract/answer.ts';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';
import { qualityOf } from '../../lambda/stream/quality/quality.ts';

interface LabelCase {
  readonly label?: string;
  readonly path?: string;
  readonly quality: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/labels.json', import.meta.url), 'utf8')) as {
  cases: readonly LabelCase[];
};

function qualityFrom(facts: Partial<SourceCandidate>, type: SourceType = 'mp4'): string {
  const url = facts.url ?? 'https://cdn.example.com/a';
  return qualityOf({ ...facts, url }, type, new URL(url), { mediaType: 'movie', tmdbId: '1' }).quality;
}

const urlOf = (path: string) => `https://cdn.example.com/${encodeURI(path)}`;

test.each(cases)('as collected: $label$path is $quality', ({ label, path, quality }) => {
  const facts = { ...(label && { label }), ...(path && { url: urlOf(path) }) };
  expect(qualityFrom(facts, 'mp4')).toBe(quality);
  expect(qualityFrom(facts, 'hls')).toBe(quality);
});

test.each([
  'DTS-HD',
  'DTSHD',
  'DTS HD MA 5.1',
  'DTS.HD',
  'TrueHD',
  'True-HD 7.1',
  'TrueHD Atmos',
  'HD-MA',
  'HDCAM',
  'HD CAM',
  'HDTS',
  'HD-TS',
  'HD TS',
  'HDTC',
  'HD-TC',
  'HDRip',
  'HD-Rip',
  'HD Rip',
  'BDRip',
  'BRRip',
  'WEB-DL',
  'WEBRip',
  'HDTV',
  'HD-TV',
  'HDTVRip',
  'HD-DVD',
  'HDDVD',
  'HDMI',
  'SDR',
  'SDH',
  'English SDH',
  'HDR10+',
  'Dolby Vision',
  'x265',
  'H.264',
  'H264 AAC',
  '10bit HEVC',
  'HQ',
  'CAM-HD',
  'CAM',
  'UHDRip',
  'HDLight',
  'mHD',
  'HDR',
  'HD (CAM)',
  'HD Audio',
  'HD-AAC',
  'DTS-HD MA',
  'DTS-HD HRA',
  '[DTS-HD]',
  'DTSHD-MA',
  'DTS:HD',
])('Sound, origin and codecs are no quality: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
  expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
});

test.each([
  'Server 720',
  'Server #480',
  'Server: 1080',
  'Ep 720',
  'Ep. 720',
  'Episode #1080',
  'E720',
  'EP720',
  'S01E720',
  '#720',
  'Part 360',
  '第720集',
  '720話',
  '720 集',
  'Серия 720',
  '720 серия',
  'Épisode 480',
  'Folge 720',
  'Capítulo 720',
  'Mirror 480',
  '12/720',
  'Season 360',
  'No. 720',
  'ID: 1080',
  'id=720',
])('What counts episodes and servers is no quality: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
  expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
});

test.each([
  '720MB',
  '720 MB',
  '1080 MB',
  '720MiB',
  '1.4GB',
  '720 Go',
  '480 Ko',
  '480 МБ',
  '1080 GB',
  '720M',
  '1080kbps',
  '1080 kbps',
  '1080 kb/s',
  '480 kbit/s',
  '1080k',
  '720 fps',
  '360 fps',
  '480Hz',
  '720 min',
  '720 views',
  '1080 votes',
  '360°',
  '360 degrees',
  'VR 360',
  'VR360',
  '360 VR',
  'VR 180',
  '360 video',
  '180 VR',
  '180x180',
  '360x180',
  '180x360',
  '360x360',
  '360 × 180',
  '$720',
  '720 €',
])('A size, a rate, a length or a field of view is no quality: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
  expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
});

test.each([
  'HD, SD, 4K',
  '144p, 240p, 360p',
  '240p/360p',
  '4K/HD',
  '1080p/720p/480p',
  '1080p, 720p, 480p',
  '480p-1080p',
  '480p – 1080p',
  '1080p | 720p',
  '1080/720/480',
  'HD/SD',
  'UHD/FHD/HD/SD',
  '1080p & 720p',
  '1080p+720p',
  '4K/1080p/720p',
  '4K/1080p',
  '1080p and 720p',
  'SD, HD, FHD',
  '[1080p][720p]',
  '1080p 720p 480p',
  'up to 1080p',
  'Up to 4K',
  '720p or 1080p',
  'from 480p to 1080p',
  'Auto (1080p/720p)',
  '1080p~360p',
  '1080p; 720p',
  'Multi (2160p,1080p,720p)',
  '1920x1080/1280x720',
])('A list of qualities, or a bound, is auto: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
  expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
});

test.each([
  '4K Remaster',
  '4K remastered',
  '4K REMASTERED',
  'Remastered in 4K',
  '4K Restoration',
  '4K restored',
  '4K Digital Restoration',
  'Restored in 4K',
  '4K Scan',
  'Mastered in 4K',
  'HD Remaster',
  'HD remastered',
  '4K-Remastered',
  'remasterizado en 4K',
  'restauré en 4K',
  '4Kリマスター',
  '4K修复',
  'New 4K Restoration',
  '2K restoration',
  'Remasterizada em 4K',
  '4K remasterisé',
  '4K digitally remastered',
  'remastered from 4K',
])('What a film was mastered in is no quality: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
  expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
});

test.each([
  '1080p (4K Remaster)',
  'FHD 4K remastered',
  '1080p Remastered',
  '4K to 1080p',
  '4K→1080p',
  '4K -> 1080p',
  '1080p from 4K',
  '1080p (from 4K)',
  '1080p downscaled from 4K',
  '4Kto1080p',
  '4K-to-1080p',
  'Upscaled from 480p to 1080p',
  '480p to 1080p',
  '720p upscaled to 1080p',
  'AI upscaled 1080p',
  '1080p AI Upscale',
  '1080p upscaled from 720p',
  '2160p to 1080p',
  'SD to 1080p',
  '720->1080',
  '4K >> 1080p',
  '4K downscaled to 1080p',
  'FHD™',
  '１０８０ｐ',
  '1080p/1080i',
  '1920x1080/1080p',
  'Full HD/1080p',
  'Épisode 720 1080p',
  '1080.0',
  'HDR10/1080',
  'Film.2019.1080.10bit',
  '1080.x264',
  '1080 H.264',
  'PT 1080',
  'ID 1080',
  '1080pVietsub',
  '1080p AVC',
  '1080p 3D SBS',
  '1080 3D',
  '1080pHD',
  'HD1080p',
  'FHD1080p',
  '1080HD',
  'HD1080',
  '1080P',
  '1080 P',
  '1080i',
  '1080i50',
  '1080p60',
  '1080p60fps',
  '1080p@60fps',
  '1080p50',
  '1080pHDR',
  '1080pWEB',
  '1080p中字',
  '1080中字',
  '高清1080p',
  '超清1080P',
  '蓝光1080P',
  '1080p高清',
  '1080px',
  'FHD | DTS-HD',
  'FHD中字',
  'FullHD',
  'Full.HD',
  'FULL HD',
  'Full HD+',
  '1080p | DTS-HD MA 5.1',
  '1080p HDCAM',
  '1080p HDTS',
  '1080p (HD)',
  '1080p [720 MB]',
  '1080p 1.4GB',
  '1080p 720MB',
  'Episode 720 1080p',
  'Server 2 - 1080p',
  'Server 480 1080p',
  '1080p HDTV',
  '1080p x264',
  '1080p 4K',
  'BluRay 1080p',
  'WEB1080p',
  '1080pVOSTFR',
  'Latino 1080p',
  '1080p Latino',
  '1080p (1920x800)',
  '1920*1080',
  '1920 x 1080',
  '1080p 8Mbps',
  '1080p - 5000 kbps',
  '1080p 24fps',
  'FHD/1080p',
  '1080p/FHD',
  'HD / 1080p',
  '1080p HD',
  'HD 1080',
  'Full HD (HD)',
  'VR 360 1080p',
  'S01E720 1080p',
  'Film 720 MB 1080p',
  '1080P超清',
  '1080p.',
  '(1080p)',
  '1080p;',
  '1080p,',
])('1080p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('1080p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('1080p');
});

test.each([
  '4k60p',
  '４Ｋ',
  '4K/2160p',
  '4K AI Upscale',
  'AI upscaled 4K',
  'AI Upscaled to 4K',
  '1080p upscaled to 4K',
  '1080p to 4K',
  'upscaled 4K',
  '4K (upscaled from 1080p)',
  '4K upscale',
  '1080p → 2160p',
  '4K UHD',
  'HD 4K',
  'SD HD FHD UHD',
  '4K HDR',
  '4KHDR',
  '4K HDR10',
  '4KUHD',
  '4K60fps',
  '4K 60fps',
  '4K@60',
  '8K',
  '6K',
  '8K VR',
  'VR 180 8K',
  '5K',
  '4K VR 360',
  '4K 360',
  '360 4K VR',
  '3D 360 4K',
  '4K中字',
  '4K高清',
  '中字4K',
  'UHD中字',
  '4Kвидео',
  '4K/UHD',
  'UHD 4K DTS-HD MA',
  '2160p60',
  '2160pHDR',
  '3840x2160',
  'UHD (SD fallback)',
  'Ultra HD',
  'UltraHD',
  'Ultra-HD 4K',
  '4K DV',
  '4KDV',
  '4K HEVC',
  '4Kx265',
  '4K, HDR',
  '4K|HDR',
  '4K WEB-DL',
  '4K.WEB',
  '4K H.265',
  'True 4K',
  'UHD Blu-ray',
  'UHDHDR',
  '4K VOSTFR',
  '4K60HDR',
])('2160p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('2160p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('2160p');
});

test.each([
  'HD',
  'HD中字',
  '中字HD',
  'HD高清',
  '720p',
  '720pHD',
  'HD720p',
  'HD720',
  '720HD',
  '720p (480 MB)',
  'HD (SD fallback)',
  'SD HD',
  'HD x264',
  'HD+',
  'HD 720',
  'VidCloud HD',
  'HD (DTS-HD)',
  'HD VOSTFR',
  '720',
  'English 720',
  '720p 60fps',
  '1280x720',
  '720p HDTV',
  'HD字幕',
  'HD-1',
  'Server 1080 HD',
  'HD国语',
  '720p 1080 kbps',
  'HD, DTS-HD',
  'HD Quality',
])('720p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('720p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('720p');
});

test.each([
  'SD',
  '480p',
  '480i',
  'SD中字',
  'DVDRip 480p',
  '480p 360 MB',
  '480p MP4',
  '640x480',
  '854x480',
  'SD (DVDRip)',
  '480',
])('480p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('480p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('480p');
});

test.each(['360p', '360', '360p VR', '640x360', '240p', '360p (mobile)'])('360p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('360p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('360p');
});

test.each(['2K', 'QHD', 'WQHD', '1440p', '2560x1440', '1440p60', '2K中字', '2K60'])('1440p in a label: %s', (text) => {
  expect(qualityFrom({ label: text }, 'mp4')).toBe('1440p');
  expect(qualityFrom({ label: text }, 'hls')).toBe('1440p');
});

test.each(['NBA 2K24', '4Kids TV', '2K views', '5k subscribers', '4K views', '16:9', '5.1', 'Film 2000'])(
  'Other words with K and HD are no quality: %s',
  (text) => {
    expect(qualityFrom({ label: text }, 'mp4')).toBe('auto');
    expect(qualityFrom({ label: text }, 'hls')).toBe('auto');
  },
);

test.each([
  'Show.S02E08.4Kto1080p.Webrip.mp4',
  'Film.1080p.BluRay.4K.Remastered.mkv',
  'Movie-1080pHD.mp4',
  'movie_1080p60.mp4',
  'Film.2019.1080p.UHD.BluRay.DTS-HD.MA.mkv',
  'video_1080HD.mp4',
  'Movie.FHD中字.mp4',
  '4K.to.1080p.mp4',
  'HD1080p/file.mp4',
  'Film.1080p.HDTS.mkv',
  'Film.1080p.DTS-HD.MA.5.1.720MB.mkv',
  'x-1920x1080.mp4',
  'Film_1080p_720MB.mp4',
  'film.1080.mkv',
  'movie-1080p-hd.mp4',
  'Film (2019) [1080p] [WEBRip].mp4',
  'Film.2019.4K.UHD.1080p.mp4',
  '1080p/index.m3u8',
  'film.1080p.AI.Upscaled.mp4',
  'Film.FullHD.mp4',
  'a/1080p/seg.m3u8',
])('1080p in a path: %s', (text) => {
  expect(qualityFrom({ url: urlOf(text) })).toBe('1080p');
});

test.each([
  'Film.2019.UHD.BluRay.DTS-HD.MA.mp4',
  'Film.4K.HDR.mkv',
  'Film.4K60.mp4',
  'Film.4KHDR.mkv',
  'VR_360_4K.mp4',
  'film_360_vr_4k.mp4',
  'Film.2160p.UHD.BluRay.REMUX.mkv',
  'Film.4K.HD.mp4',
  'Movie.2.4K.mkv',
  'Film.2019.4K.DTS-HD.mkv',
  'film_8k_180x180_3dh_LR.mp4',
  'Film.1080p.to.4K.mp4',
  '4k/film.mp4',
  'Film.UHD.SD.mp4',
  'Film.1080p.upscaled.to.4K.mp4',
])('2160p in a path: %s', (text) => {
  expect(qualityFrom({ url: urlOf(text) })).toBe('2160p');
});

test.each([
  'Film.HDTS.mp4',
  'Film.HD-CAM.mp4',
  'Film.HD.TS.2019.mp4',
  'Film.DTS-HD.mkv',
  'Film.DTS.HD.MA.mkv',
  'Film.TrueHD.mkv',
  'VR_360.mp4',
  'film_vr_360.mp4',
  'episode-720.mp4',
  'Episode.720.mp4',
  'ep_720.mp4',
  'Film 2000 BluRay 4K REMASTERED.mp4',
  'Film.4K.Restoration.mp4',
  'film-480p-1080p.m3u8',
  'film,1080p,720p,480p,.m3u8',
  'server-720.mp4',
  'Film.Remastered.in.4K.mp4',
  'film_1080p_720p_480p.m3u8',
  'server/720/file.mp4',
  'vr/360/file.mp4',
  'video.720MB.mp4',
  'bitrate-1080kbps.mp4',
  '180x180.mp4',
])('auto in a path: %s', (text) => {
  expect(qualityFrom({ url: urlOf(text) })).toBe('auto');
});

test.each([
  'hd/seg.ts',
  'movie.hd.ts',
  'Film.HD.mp4',
  'film-720p.HDTV.mkv',
  'film.hd中字.mp4',
  'Film.720p.HDRip.mp4',
  'HD.m3u8',
  'film_hd_2.mp4',
])('720p in a path: %s', (text) => {
  expect(qualityFrom({ url: urlOf(text) })).toBe('720p');
});

const COUNTED = [
  'Episode',
  'Episoden',
  'Episodio',
  'Episodul',
  'Épisode',
  'Ep',
  'Eps',
  'Folge',
  'Cap',
  'Capítulo',
  'Capitulo',
]
  .concat(['Chapter', 'Part', 'Season', 'Saison', 'Staffel', 'Temporada', 'Stagione', 'Server', 'Srv', 'Serveur'])
  .concat(['Servidor', 'Mirror', 'Host', 'Node', 'Track', 'Channel', 'Vol', 'Volume', 'Disc', 'Disk', 'Nr', 'Num'])
  .concat(['Number', 'Room', 'Серия', 'Серии', 'Эпизод', 'Сезон', 'Сервер', 'Часть', 'Bölüm', 'Odcinek']);

test.each(COUNTED)('%s 720 is a number of the catalogue', (word) => {
  for (const label of [
    `${word} 720`,
    `${word}: 720`,
    `${word} #720`,
    `${word.toLowerCase()}-720`,
    `${word} 720 1080p`,
  ]) {
    expect(qualityFrom({ label })).toBe(label.includes('p', label.indexOf('720')) ? '1080p' : 'auto');
  }
  expect(qualityFrom({ label: `${word} 720p` })).toBe('720p');
  expect(qualityFrom({ label: `${word} - 720` })).toBe('720p');
});

const UNITS = [
  'KB',
  'MB',
  'GB',
  'TB',
  'KiB',
  'MiB',
  'GiB',
  'TiB',
  'Mbit',
  'Mb',
  'kbit/s',
  'kbps',
  'Mbps',
  'MB/s',
  'k',
  'M',
]
  .concat([
    'G',
    'Ko',
    'Mo',
    'Go',
    'Kio',
    'Mio',
    'Gio',
    'Tio',
    'bps',
    'kbits',
    'megabytes',
    'Megabit',
    'gigabytes',
    'fps',
    'Hz',
    'min',
    'mins',
    'minutes',
  ])
  .concat([
    'Minuten',
    'sec',
    'seconds',
    'ms',
    'hours',
    'deg',
    'degrees',
    'frames',
    'views',
    'seeds',
    'seeders',
    'peers',
  ])
  .concat([
    'votes',
    'likes',
    'ep',
    'eps',
    'episodes',
    'chapters',
    'pages',
    'parts',
    'files',
    'titles',
    'users',
    'people',
  ])
  .concat(['days', 'years', '%', '°', 'º', '€', '£', '$', '¥', 'бит', 'кбит', 'Мб', 'мин', 'серия', 'эпизод', 'сезон'])
  .concat(['集', '话', '話', '回', '화', '회', '期', '章', '部', '号', '分', '秒', '年', '人', '度', '次', '万', '萬']);

test.each(UNITS)('720 %s is an amount', (unit) => {
  expect(qualityFrom({ label: `720 ${unit}` })).toBe('auto');
  expect(qualityFrom({ label: `1080 Film 720 ${unit}` })).toBe('1080p');
});

test.each(
  [
    'HD',
    'FHD',
    'UHD',
    'SDR',
    'HQ',
    'DV',
    'Dolby',
    'x264',
    'H.265',
    'h265',
    'HEVC',
    'AVC',
    'AV1',
    'WEB',
    'BluRay',
    'BD',
  ].concat([
    'Remux',
    'Video',
    'VR',
    'IMAX',
    'VOSTFR',
    'VF',
    'Sub',
    'Dub',
    'Latino',
    'Eng',
    'Viet',
    'Multi',
    'Dual',
    '中字',
    '高清',
    'видео',
  ]),
)('%s right behind a quality does not hide it', (suffix) => {
  expect(qualityFrom({ label: `1080p${suffix}` })).toBe('1080p');
  expect(qualityFrom({ label: `1080${suffix}` })).toBe('1080p');
  expect(qualityFrom({ label: `4K${suffix}` })).toBe('2160p');
});

test.each(['24', '25', '30', '48', '50', '60', '90', '100', '120'])('%s pictures a second do not hide it', (rate) => {
  expect(qualityFrom({ label: `4K${rate}` })).toBe('2160p');
  expect(qualityFrom({ label: `UHD${rate}fps` })).toBe('2160p');
  expect(qualityFrom({ label: `1080p${rate}Hz` })).toBe('1080p');
});

test.each([
  'people',
  'pages',
  'page',
  'pcs',
  'pieces',
  'ppi',
  'ppm',
  'pts',
  'psi',
  'points',
  'photos',
  'plays',
  'parts',
  'person',
  'persons',
  'peers',
])('720%s is no quality', (word) => {
  expect(qualityFrom({ label: `720${word}` })).toBe('auto');
});

test.each(['views', 'view', 'subs', 'subscribers', 'followers', 'fans', 'likes', 'votes', 'users', 'people', 'plays'])(
  '5K %s is a count',
  (word) => {
    expect(qualityFrom({ label: `5K ${word}` })).toBe('auto');
  },
);

test.each(['2160', '1440', '1080', '720', '480', '360'])(
  '%s is a total after a number of one or two digits',
  (lines) => {
    for (const between of ['/', ' / ', ' of ', ' von ', ' sur ', ' из ']) {
      expect(qualityFrom({ label: `1${between}${lines}` })).toBe('auto');
      expect(qualityFrom({ label: `12${between}${lines}` })).toBe('auto');
    }
    expect(qualityFrom({ label: `123 of ${lines}` })).toBe(`${lines}p`);
    expect(qualityFrom({ label: `12 in ${lines}` })).toBe(`${lines}p`);
  },
);

test.each(['#', '№', '$', '€', '£', '¥', '₹', '第'])('a number after %s is no number of lines', (sign) => {
  expect(qualityFrom({ label: `${sign}720` })).toBe('auto');
  expect(qualityFrom({ label: `${sign} 1080` })).toBe('auto');
});

test.each([
  ['HD', ['MA', 'HR', 'HRA', 'AAC', 'Audio', 'Sound', 'Voice', 'Master Audio', 'TV', 'DVD', 'Light', 'Lite', 'TV Rip']],
  ['HD', ['CAM', 'TS', 'TC', 'Telesync', 'Telecine', 'CAM Rip', 'TS-Rip', 'Rip', 'рип', '- CAM']],
  ['Full HD', ['CAM', 'TS', 'Rip']],
  ['FHD', ['CAM', 'Rip']],
  ['QHD', ['Rip']],
  ['UHD', ['Rip', 'рип']],
  ['Ultra HD', ['Rip']],
  ['DTS', ['HD', 'X HD', 'UHD', '- HD']],
  ['True', ['HD']],
  ['CAM', ['HD', 'Rip HD', 'FHD']],
  ['Telesync', ['HD']],
  ['Telecine', ['HD']],
])('%s and its second word name a sound or an origin', (first, seconds) => {
  for (const second of seconds) {
    expect([second, qualityFrom({ label: `${first} ${second}` })]).toEqual([second, 'auto']);
    expect(qualityFrom({ label: `480p ${first}.${second}` })).toBe('480p');
  }
});

test.each(['HD  -  CAM', 'CAM    HD', 'DTS    HD', 'True  -  HD'])(
  'words far apart do not belong together: %s',
  (label) => {
    expect(qualityFrom({ label })).toBe('720p');
  },
);

test.each(
  ['4K remaster', '4K re-master', '4K mastered', '4K mastering', '4K masters', '4K restored', '4K restauriert']
    .concat(['4K scan', '4K scans', '4K scanned', '4K transfer', '4K 修复', '4K 修復', '4K 重制', '4K 重製', '4K 复刻'])
    .concat(['4K リマスター', '4K レストア', '4K 리마스터', '4K ремастер', '4K реставрация', '8K scan', 'UHD remaster'])
    .concat(['SD transfer', 'Full HD remaster', 'Ultra HD restoration', '4K AI remaster', '4K digital transfer'])
    .concat(['4K digitally restored', '4K film scan', '4K full restoration', '4K native scan', '4K new transfer'])
    .concat(['scan a 4K', 'restauriert auf 4K', 'remasterizado em 4K', 'restauré en 4K', 'scanned from 8K'])
    .concat(['restauriert im 4K', 'restored in full 4K', 'restored in native 4K', 'restored in true 4K'])
    .concat(['remaster na 4K', 'remaster w 4K', 'ремастер в 4K', 'mastered in SD', 'mastered in Ultra HD']),
)('the master is not the file: %s', (label) => {
  expect(qualityFrom({ label })).toBe('auto');
  expect(qualityFrom({ label: `480p ${label}` })).toBe('480p');
});

test.each([
  ['4K stored', '2160p'],
  ['4K scanner', '2160p'],
  ['4K Masterclass', '2160p'],
  ['mastered by HD Films', '720p'],
])('%s names no master', (label, quality) => {
  expect(qualityFrom({ label })).toBe(quality);
});

describe('360 degrees', () => {
  test.each(['360x180', '360 × 180', '180*360', '360x360', '180x180'])('%s is a field of view', (view) => {
    expect(qualityFrom({ label: view })).toBe('auto');
    expect(qualityFrom({ url: urlOf(`film_${view.replaceAll(' ', '')}.mp4`) })).toBe('auto');
  });

  test.each(['640x360', '360x640', '320x180', '181x180', '360x181'])('%s is a size', (size) => {
    expect(qualityFrom({ label: size })).toBe('360p');
  });

  test.each(['VR 360', 'FOV 360', 'fov:360', '360 VR', '360 FOV', '360 degree', '360 degrees', '360 3D', '360 video'])(
    '%s is a field of view as well',
    (view) => {
      expect(qualityFrom({ label: view })).toBe('auto');
      expect(qualityFrom({ label: view.replace('360', '361') })).toBe('auto');
      expect(qualityFrom({ label: view.replace('360', '480') })).toBe(/deg/.test(view) ? 'auto' : '480p');
    },
  );

  test.each(['360 view', '360 panorama', '360 panoramic'])('%s, too', (view) => {
    expect(qualityFrom({ label: view })).toBe('auto');
  });

  test.each(
    ['VR - ', 'VR180 - ', '3D - ', 'SBS - ', 'Fisheye - ', 'Equirectangular - ', 'Spherical - '].concat([
      'Panorama: the ',
      'Monoscopic - ',
      'Stereoscopic - ',
    ]),
  )('beside "%s" 360 alone is one', (words) => {
    expect(qualityFrom({ label: `${words}film 360` })).toBe('auto');
    expect(qualityFrom({ label: `${words}film 480` })).toBe('480p');
  });

  test('and beside a resolution of thousands that is too high for it', () => {
    expect(qualityFrom({ label: '3K - film 360' })).toBe('1440p');
    expect(qualityFrom({ label: '8K - film 360' })).toBe('2160p');
    expect(qualityFrom({ label: '2K - film 360' })).toBe('360p');
    expect(qualityFrom({ label: 'film 360' })).toBe('360p');
  });
});

describe('several numbers in a path', () => {
  test('two are a name, of which the last counts; three or a comma make a list', () => {
    expect(qualityFrom({ url: urlOf('film.1080p.720p.mp4') })).toBe('720p');
    expect(qualityFrom({ url: urlOf('film.1080p.720p.480p.mp4') })).toBe('auto');
    expect(qualityFrom({ url: urlOf('film.1080p,720p.mp4') })).toBe('auto');
    expect(qualityFrom({ url: urlOf('480p/film.1080p,720p.mp4') })).toBe('auto');
  });
});

describe('a list of qualities', () => {
  test('is decisive about a stream that can adapt, and leaves a file to its path', () => {
    const facts = { label: '1080p/720p', url: urlOf('film-480p.mp4') };
    expect(qualityFrom(facts, 'hls')).toBe('auto');
    expect(qualityFrom(facts, 'dash')).toBe('auto');
    expect(qualityFrom(facts, 'mp4')).toBe('480p');
    expect(qualityFrom(facts, 'webm')).toBe('480p');
  });

  test('may be declared as well', () => {
    const facts = { quality: '1080p, 720p', label: '480p' };
    expect(qualityFrom(facts, 'hls')).toBe('auto');
    expect(qualityFrom(facts, 'mp4')).toBe('480p');
  });
});

test.each(['-1080p', '-1080', '−1080p', '-1920x1080', '1920x-1080', '-1920x-1080', -1080])(
  'a quality with negative dimensions is none: %s',
  (quality) => {
    expect(qualityFrom({ quality })).toBe('auto');
    expect(qualityFrom({ quality, width: -1920, height: -1080 })).toBe('auto');
    expect(qualityFrom({ quality, label: '480p' })).toBe('480p');
  },
);

test.each([
  ['SD', '480p'],
  ['HD', '720p'],
  ['FHD', '1080p'],
  ['FullHD', '1080p'],
  ['Full HD', '1080p'],
  ['QHD', '1440p'],
  ['WQHD', '1440p'],
  ['Quad HD', '1440p'],
  ['2K', '1440p'],
  ['3K', '1440p'],
  ['UHD', '2160p'],
  ['Ultra-HD', '2160p'],
  ['4K', '2160p'],
  ['5K', '2160p'],
  ['6K', '2160p'],
  ['7K', '2160p'],
  ['8K', '2160p'],
])('the word %s is %s', (word, quality) => {
  expect(qualityFrom({ label: word })).toBe(quality);
  expect(qualityFrom({ label: word.toLowerCase() })).toBe(quality);
  if (/^\w+$/.test(word)) expect(qualityFrom({ label: `x${word}` })).toBe('auto');
});

test.each(['1K', '9K', '99p', '4321p', '4321', '99'])('%s is none', (quality) => {
  expect(qualityFrom({ quality })).toBe('auto');
  expect(qualityFrom({ label: quality })).toBe('auto');
});

test.each([
  ['100p', '360p'],
  ['4320p', '2160p'],
])('%s is the first or last number of lines', (quality, expected) => {
  expect(qualityFrom({ quality })).toBe(expected);
  expect(qualityFrom({ quality: quality.slice(0, -1) })).toBe(expected);
});

test.each(
  ['title', 'titles', 'movie', 'movies', 'film', 'films', 'tv', 'show', 'shows', 'series', 'season', 'seasons']
    .concat(['episode', 'episodes', 'ep', 'id', 'ids', 'tmdb', 'imdb', 'content', 'item', 'items', 'watch'])
    .concat(['server', 'servers', 'part', 'vr']),
)('the number after /%s/ is no number of lines', (name) => {
  expect(qualityFrom({ url: urlOf(`${name}/720/file.mp4`) })).toBe('auto');
  expect(qualityFrom({ url: urlOf(`${name.toUpperCase()}/720/file.mp4`) })).toBe('auto');
  expect(qualityFrom({ url: urlOf(`${name}/720p/file.mp4`) })).toBe('720p');
  expect(qualityFrom({ url: urlOf(`${name}x/720/file.mp4`) })).toBe('720p');
});

test.each(['2160', '1440', '1080', '720', '480', '360'])('%s alone is a number of lines', (lines) => {
  expect(qualityFrom({ label: `Mirror - ${lines}` })).toBe(`${lines}p`);
  expect(qualityFrom({ url: urlOf(`film-${lines}.mp4`) })).toBe(`${lines}p`);
  expect(qualityFrom({ url: urlOf(`${lines}/film.mp4`) })).toBe(`${lines}p`);
});

test.each(['csmil', 'urlset'])('a .%s names a ladder', (ending) => {
  expect(qualityFrom({ url: urlOf(`film-720p.${ending}/a.m3u8`) })).toBe('auto');
});

test.each([
  ['4K'.repeat(4000)],
  ['1080p/'.repeat(1500)],
  ['1080 '.repeat(1500)],
  ['dts-'.repeat(2000)],
  ['episode '.repeat(1000)],
  ['4K remastered in '.repeat(500)],
  ['9'.repeat(8000)],
  [' '.repeat(8000)],
])('a long label is read in no time: %#', (label) => {
  // A pattern that backtracks takes minutes; these take milliseconds.
  const started = performance.now();
  qualityFrom({ label });
  qualityFrom({ url: urlOf(label) });
  expect(performance.now() - started).toBeLessThan(5000);
});

test.each([
  ['non-HD', 'auto'],
  ['No HD', 'auto'],
  ['not 4K', 'auto'],
  ['Kein 4K, nur 1080p', '1080p'],
  ['HD no ads', '720p'],
  ['1080p no logo', '1080p'],
  ['no 720p', '720p'],
])('a denied word is no quality: %s is %s', (label, quality) => {
  expect(qualityFrom({ label })).toBe(quality);
});

test.each([
  ['Tập 480', 'auto'],
  ['CDN 720', 'auto'],
  ['CDN 1080p', '1080p'],
  ['Line 1080', 'auto'],
  ['Line 2 - 720p', '720p'],
  ['Online 720', '720p'],
  ['线路1080', 'auto'],
  ['线路1 1080p', '1080p'],
  ['線路 720', 'auto'],
  ['remastérisé en 4K', 'auto'],
  ['FullHD1080', '1080p'],
  ['UltraHD2160', '2160p'],
  ['720 Mio', 'auto'],
  ['1080 Gio', 'auto'],
  ['480 Kio', 'auto'],
  ['720 Mo', 'auto'],
  ['4 Go 1080p', '1080p'],
])('in the words of other languages: %s is %s', (label, quality) => {
  expect(qualityFrom({ label })).toBe(quality);
});
