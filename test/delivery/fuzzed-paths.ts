import { createHmac } from 'node:crypto';

export const SECRET = 'k'.repeat(40);
export const EXPIRY = 2_000_000_000;

/** The token of a title's folder, written from the form's description alone. */
export const folderToken = (folder: string, expiry = EXPIRY, secret = SECRET): string => {
  const count = folder.split('/').length;
  const signed = `1\n${expiry}\n${count}\n${folder}/`;
  return `${expiry}.${count}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

/** Whether a path below a title's token is one of the title: ten lines that know nothing of signatures. */
export function isOfTitle(path: string, folder: string): boolean {
  if (/%(25)*(2e|2f|5c)|\\|\/\/|^\//i.test(path)) return false;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (!isText(segment)) return false;
    if (['.', '..'].includes(decodeURIComponent(segment).split(';', 1)[0]!)) return false;
    segments.push(decodeURIComponent(segment));
  }
  const title = folder.split('/');
  return segments.length > title.length && title.every((segment, index) => segments[index] === segment);
}

function isText(segment: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(segment).replace(/[\u0080-\u009f]/g, ''));
  } catch {
    return false;
  }
}

const TITLE = ['movies', '550'];
const PIECES = [
  ...['movies', '550', 'movies', '550', '55', '5501', 'Movies', 'movie', '551', 'hls', 'master.m3u8', 'a', '0'],
  ...[
    '.',
    '..',
    '...',
    '.a',
    'a..',
    '%2e',
    '%2E%2e',
    '..%2f',
    '%2f',
    '%5c',
    '%252e',
    '%252f',
    '%25252E',
    '..;a',
    '..%3Ba=1',
    'a;b',
    'b',
    '1080p.mp4',
    'seg-1.m4s',
    '\\',
    '%00',
    '%0a',
    '%7f',
  ],
  ...[
    '%35%35%30',
    '%6dovies',
    'é',
    '%C3%A9',
    '%c3%a9',
    '%E2%80%AE',
    '%ff',
    '%',
    '%4',
    '５５０',
    '550%20',
    '%20550',
    't',
    '',
  ],
];

/** Paths around a title: some of it, most not. The same for the same seed. */
export function* fuzzedPaths(count: number, seed = 1): Generator<string> {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let made = 0; made < count; made += 1) {
    const segments: string[] = random(3) > 0 ? [...TITLE] : [];
    for (let left = random(4); left >= 0; left -= 1) {
      const piece = PIECES[random(PIECES.length)]!;
      if (random(4) === 0 && segments.length > 0) segments[random(segments.length)] += piece;
      else segments.splice(random(3) > 0 ? segments.length : random(segments.length + 1), 0, piece);
    }
    const text = segments.join('/');
    yield random(12) === 0 ? text.toUpperCase() : text;
  }
}
