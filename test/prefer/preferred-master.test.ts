import { describe, expect, test } from '@jest/globals';
import { parsePreference } from '../../contract/prefer.ts';
import { playlistText } from '../../lambda/playback/playlist.ts';
import { preferredMaster } from '../../lambda/playback/preferred-master.ts';

const MASTER = `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="audio/en.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Deutsch",LANGUAGE="deu",URI="audio/de.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="English",LANGUAGE="en",DEFAULT=NO,URI="subs/en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch (AT)",LANGUAGE="de-AT",DEFAULT=NO,URI="subs/at.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.42c01e,mp4a.40.2",AUDIO="aac",SUBTITLES="subs"
360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS="hvc1.1.6.L93.B0,mp4a.40.2",AUDIO="aac"
# kept with its address
1080p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2400000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="aac"
720p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=96000,CODECS="mp4a.40.2",AUDIO="aac"
audio.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1920x1080,URI="iframes.m3u8"
`;

const sources = [{ id: 'a', url: 'https://media.example.com/film/master.m3u8', expiresAt: undefined }] as const;

function textFor(prefer: string, maxBandwidth?: number, more: { text?: string; expiresAt?: number } = {}): string {
  const { text = MASTER, expiresAt } = more;
  const wish = { key: '', prefer: prefer === '' ? [] : parsePreference(prefer), maxBandwidth };
  return playlistText({
    text,
    sources: [{ ...sources[0], expiresAt }],
    storedAt: 0,
    steeringUri: (pathways) => `steering.json?p=${pathways}`,
    ordered: (master) => preferredMaster(master, wish),
  });
}

const addresses = (text: string): string[] =>
  text.match(/^https:.*\/(\w+)\.m3u8$/gm)!.map((line) => line.slice(31, -5));
const linesOf = (text: string, tag: string): string[] => text.split('\n').filter((line) => line.startsWith(tag));

describe('the variants of a playlist', () => {
  test.each([
    ['res:720', ['720p', '360p', '1080p', 'audio']],
    ['res', ['1080p', '720p', '360p', 'audio']],
    ['res:240', ['360p', '720p', '1080p', 'audio']],
    ['codec:h264,res', ['720p', '360p', '1080p', 'audio']],
    ['lang:de', ['360p', '1080p', '720p', 'audio']],
  ])('are ordered by %s, none is left out, and sound without pictures never comes first', (prefer, expected) => {
    expect(addresses(textFor(prefer))).toEqual(expected);
  });

  test.each([
    [2_400_000, ['360p', '720p', 'audio']],
    [1_000_000, ['360p', 'audio']],
    [50_000, ['360p']],
    [200_000_000, ['360p', '1080p', '720p', 'audio']],
  ])('that need more than %i bit/s are left out, but never the least with pictures', (maxBandwidth, expected) => {
    expect(addresses(textFor('', maxBandwidth))).toEqual(expected);
  });

  test('keep their attributes, their comments and their stable ids', () => {
    const [plain, ordered] = [textFor(''), textFor('res:720', 2_400_000)];
    const own = (text: string) => new Set(linesOf(text, '#EXT-X-STREAM-INF'));
    for (const line of own(ordered)) expect(own(plain)).toContain(line);
    expect(textFor('res')).toContain('\n# kept with its address\nhttps://media.example.com/film/1080p.m3u8\n');
  });

  test('of a pathway that expires are renewed by the same steering server', () => {
    const steering = /^#EXT-X-CONTENT-STEERING:.*$/m;
    const expiresAt = 3_600_000;
    const ordered = textFor('res:720,lang:de', 1_000_000, { expiresAt });
    expect(steering.exec(ordered)![0]).toBe(steering.exec(textFor('', undefined, { expiresAt }))![0]);
  });
});

describe('a wanted language', () => {
  test('is the default audio, and comes first among audio and subtitles', () => {
    const media = linesOf(textFor('lang:de'), '#EXT-X-MEDIA').map((line) => line.replace(/,(STABLE|URI).*/, ''));
    expect(media).toEqual([
      expect.stringContaining('NAME="Deutsch",LANGUAGE="deu"'),
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch (AT)",LANGUAGE="de-AT",DEFAULT=NO',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="English",LANGUAGE="en",DEFAULT=NO',
    ]);
    const [first] = linesOf(textFor('lang:de'), '#EXT-X-MEDIA');
    expect(first).toContain('DEFAULT=YES');
    expect(first).toContain('AUTOSELECT=YES');
  });

  test('that no audio has changes no default', () => {
    expect(textFor('lang:fr')).toBe(textFor(''));
  });
});
