import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { inspect, type ManifestCounts } from '../../lambda/manifests/inspect.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import type { Extraction, SourceCandidate } from '../../lambda/stream/candidate.ts';
import { files, type Handler, type Origin, startOrigin } from '../support/media-origin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Setting {
  budgetMs?: number;
  deadlineMs?: number;
  dropGone?: boolean;
  extraction?: Partial<Extraction>;
}

/** Inspects sources of one trusted origin. Their URLs are given as paths. */
async function inspected(server: Origin, sources: (string | SourceCandidate)[], setting: Setting = {}) {
  const client = createHttpClient({ trustedOrigins: [server.url] });
  const deadline = createDeadline(systemClock, systemClock.now() + (setting.deadlineMs ?? 20_000));
  closing.push(client.close, deadline.clear);
  const candidates = sources.map((source) => (typeof source === 'string' ? { url: source } : source));
  let report: ManifestCounts | undefined;
  const extraction = await inspect(
    {
      subtitles: [],
      ...setting.extraction,
      sources: candidates.map((candidate) => ({ ...candidate, url: new URL(candidate.url, server.url).href })),
    },
    {
      client,
      clock: systemClock,
      deadline,
      budgetMs: setting.budgetMs ?? 10_000,
      dropGone: setting.dropGone ?? false,
      onInspected: (counts) => {
        report = counts;
      },
    },
  );
  const paths = extraction.sources.map(({ url }) => url.replace(server.url, ''));
  return { ...extraction, paths, report: report! };
}

async function origin(handler: Handler): Promise<Origin> {
  const server = await startOrigin(handler);
  closing.push(server.close);
  return server;
}

const master = [
  '#EXTM3U',
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="en.m3u8"',
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Deutsch",LANGUAGE="de",URI="de.m3u8"',
  '#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1918x872',
  '1080.m3u8',
  '#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x534',
  '720.m3u8',
].join('\n');
const film: Record<string, string> = {
  '/f/master.m3u8': master,
  '/f/en.m3u8': '#EXTM3U\n#EXTINF:60,\nen.vtt\n#EXT-X-ENDLIST',
  '/f/de.m3u8': '#EXTM3U\n#EXTINF:6,\n1.vtt\n#EXTINF:6,\n2.vtt\n#EXT-X-ENDLIST',
  '/f/media.m3u8': '#EXTM3U\n#EXTINF:6,\na.ts\n#EXTINF:4,\nb.ts\n#EXT-X-ENDLIST',
  '/f/a.mpd':
    '<MPD mediaPresentationDuration="PT20S"><Period><AdaptationSet contentType="video">' +
    '<Representation height="720"/></AdaptationSet></Period></MPD>',
};

describe('inspection', () => {
  test('a master stays one adaptive source, followed by the variants that play by themselves', async () => {
    const server = await origin(files(film));
    const result = await inspected(server, [{ url: '/f/master.m3u8', label: 'Main', expiresAt: 2_000_000_000 }]);
    expect(result.paths).toEqual(['/f/master.m3u8', '/f/1080.m3u8', '/f/720.m3u8']);
    expect(result.sources[0]).toMatchObject({
      label: 'Main',
      inspected: { type: 'hls', renditions: [{ height: 872 }, { height: 534 }] },
    });
    expect(result.sources[1]).toMatchObject({ type: 'hls', width: 1918, height: 872, expiresAt: 2_000_000_000 });
    expect(result.sources[1]).not.toHaveProperty('label');
  });

  test('a subtitle rendition of one file gives that file, any other its playlist', async () => {
    const server = await origin(files(film));
    const given = { url: 'https://subs.test/fr.vtt', language: 'fr' };
    const result = await inspected(server, ['/f/master.m3u8'], { extraction: { subtitles: [given] } });
    expect(result.subtitles).toEqual([
      given,
      { url: `${server.url}/f/en.vtt`, label: 'English', language: 'en' },
      { url: `${server.url}/f/de.m3u8`, label: 'Deutsch', language: 'de', delivery: 'in-manifest' },
    ]);
  });

  test('references resolve against the URL after redirects', async () => {
    const server = await origin((request, response) => {
      if (request.url === '/go.m3u8') response.writeHead(302, { location: '/f/master.m3u8' }).end();
      else files(film)(request, response);
    });
    const { paths } = await inspected(server, ['/go.m3u8']);
    expect(paths).toEqual(['/go.m3u8', '/f/1080.m3u8', '/f/720.m3u8']);
  });

  test('a listed source that is a variant of a listed master takes its facts and is not repeated', async () => {
    const server = await origin(files(film));
    const wrong = { url: '/f/720.m3u8', quality: '1080p' };
    const { paths, sources } = await inspected(server, [wrong, '/f/master.m3u8']);
    expect(paths).toEqual(['/f/720.m3u8', '/f/master.m3u8', '/f/1080.m3u8']);
    expect(sources[0]).toMatchObject({ width: 1280, height: 534 });
  });

  test('a listed source that is a video-only variant of a listed master is left out', async () => {
    const text = [
      '#EXTM3U',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="audio.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1920x1080,AUDIO="a"',
      '1080.m3u8',
    ].join('\n');
    const server = await origin(files({ ...film, '/s/master.m3u8': text, '/s/1080.m3u8': film['/f/media.m3u8']! }));
    const { paths } = await inspected(server, ['/s/1080.m3u8', '/s/master.m3u8', '/a.mp4']);
    expect(paths).toEqual(['/s/master.m3u8', '/a.mp4']);
  });

  test('an audio-only stream is left out', async () => {
    const radio = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=5,CODECS="mp4a.40.2"\nradio.m3u8';
    const server = await origin(files({ '/r.m3u8': radio }));
    expect((await inspected(server, ['/r.m3u8', '/a.mp4'])).paths).toEqual(['/a.mp4']);
  });

  test('files are never opened; a source of unknown type is', async () => {
    const server = await origin((request, response) => {
      if (request.url === '/play') request.url = '/f/media.m3u8';
      if (request.url === '/watch') response.writeHead(200, { 'content-type': 'video/webm' }).write('x'.repeat(100));
      else files(film)(request, response);
    });
    const typed = { url: '/c', type: 'video/mp4' };
    const { sources } = await inspected(server, ['/a.mp4', '/b.webm', typed, '/watch', '/play']);
    expect(server.requests.toSorted()).toEqual(['/play', '/watch'].toSorted());
    expect(sources.map((source) => source.inspected)).toEqual([
      undefined,
      undefined,
      undefined,
      { contentType: 'video/webm' },
      { contentType: 'application/vnd.apple.mpegurl', type: 'hls' },
    ]);
  });

  test('the first bytes decide what a manifest is', async () => {
    const server = await origin(files({ '/x.m3u8': film['/f/a.mpd']!, '/y.mpd': film['/f/media.m3u8']! }));
    const { sources } = await inspected(server, ['/x.m3u8', '/y.mpd']);
    expect(sources.map((source) => source.inspected?.type)).toEqual(['dash', 'hls']);
  });

  const asType =
    (type: string | undefined, body: string | Buffer): Handler =>
    (_, response) => {
      if (type !== undefined) response.setHeader('content-type', type);
      response.end(body);
    };
  const media = film['/f/media.m3u8']!;
  const mpd = film['/f/a.mpd']!;
  test.each<[string, string | undefined, string | Buffer, 'hls' | 'dash' | undefined]>([
    ['a playlist without a type', undefined, media, 'hls'],
    ['a playlist that is octets', 'application/octet-stream', media, 'hls'],
    ['a playlist that is text', 'text/plain', media, 'hls'],
    ['a playlist behind a byte order mark', 'text/html', `\ufeff${media}`, 'hls'],
    ['a playlist behind empty lines', 'text/html', `\r\n\r\n${media}`, 'hls'],
    ['an MPD', 'text/xml', mpd, 'dash'],
    ['an MPD with a declaration', 'application/xml', `<?xml version="1.0"?>\n${mpd}`, 'dash'],
    ['an MPD behind a byte order mark', undefined, `\ufeff${mpd}`, 'dash'],
    ['an MPD in UTF-16', undefined, Buffer.from(`\ufeff${mpd}`, 'utf16le'), 'dash'],
    ['a page', 'text/html', '<!doctype html><p>#EXTM3U', undefined],
    ['a film', 'application/octet-stream', '\0\0\0\x20ftypisom', undefined],
    ['nothing', undefined, '', undefined],
  ])('the first bytes decide, not path or Content-Type: %s', async (_, type, body, expected) => {
    const server = await origin(asType(type, body));
    const { sources } = await inspected(server, ['/play']);
    expect(sources.map((source) => source.inspected?.type)).toEqual([expected]);
  });

  test('what does not begin like a manifest is read no further, however long it is', async () => {
    let ended = false;
    const server = await origin((_, response) => {
      response.write(Buffer.alloc(64 * 1024, 'x'));
      response.on('close', () => {
        ended = true;
      });
    });
    const { sources, report } = await inspected(server, ['/play', '/film.m3u8'], { budgetMs: 60_000 });
    expect(sources[0]?.inspected).toEqual({ contentType: undefined });
    expect(report).toMatchObject({ read: 0, failed: 1 });
    while (!ended) await systemClock.sleep(2);
  });

  test('a manifest of many chunks is read to its end', async () => {
    const segments = Array.from({ length: 2_000 }, (_, index) => `#EXTINF:2,\n${index}.ts\n`);
    const server = await origin(async (_, response) => {
      response.write('#EXTM3U\n');
      for (const each of segments) response.write(each);
      response.end('#EXT-X-ENDLIST');
    });
    expect((await inspected(server, ['/play'])).duration).toBe(4_000);
  });

  describe('the duration of a master', () => {
    const length = (seconds: number) => `#EXTM3U\n#EXTINF:${seconds},\na.ts\n#EXT-X-ENDLIST`;
    const variants = { '/f/master.m3u8': master, '/f/720.m3u8': length(70), '/f/1080.m3u8': length(80) };
    const requested = (server: Origin) => server.requests.filter((path) => path.includes('0.m3u8'));

    test('is that of its lowest variant, the only one that is opened for it', async () => {
      const server = await origin(files({ ...film, ...variants }));
      const { duration, report } = await inspected(server, ['/f/master.m3u8']);
      expect([duration, requested(server), report.read]).toEqual([70, ['/f/720.m3u8'], 1]);
    });

    test('is also that of a variant whose audio is separate', async () => {
      const silent = master
        .replace('#EXT-X-STREAM-INF:', '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8"\n#EXT-X-STREAM-INF:')
        .replaceAll('BANDWIDTH', 'AUDIO="a",BANDWIDTH');
      const server = await origin(files({ ...film, ...variants, '/f/master.m3u8': silent }));
      const { duration, paths } = await inspected(server, ['/f/master.m3u8']);
      expect([duration, paths]).toEqual([70, ['/f/master.m3u8']]);
    });

    test('is not asked for where one is declared', async () => {
      const server = await origin(files({ ...film, ...variants }));
      const { duration } = await inspected(server, ['/f/master.m3u8'], { extraction: { duration: 5400 } });
      expect([duration, requested(server)]).toEqual([5400, []]);
    });

    test('is asked for where the declared one is none', async () => {
      const server = await origin(files({ ...film, ...variants }));
      expect((await inspected(server, ['/f/master.m3u8'], { extraction: { duration: 'unknown' } })).duration).toBe(70);
    });

    test('comes from one of several masters: the next is read where the first has none', async () => {
      const all = {
        ...film,
        ...variants,
        '/g/master.m3u8': master,
        '/g/720.m3u8': length(90),
        '/g/1080.m3u8': length(90),
      };
      const both = await origin(files(all));
      expect((await inspected(both, ['/f/master.m3u8', '/g/master.m3u8'])).duration).toBeGreaterThan(60);
      expect(requested(both)).toHaveLength(1);
      const live = await origin(files({ ...all, '/f/720.m3u8': '#EXTM3U\n#EXTINF:9,\na.ts' }));
      expect((await inspected(live, ['/f/master.m3u8', '/g/master.m3u8'])).duration).toBe(90);
    });

    test.each([
      ['is live', '#EXTM3U\n#EXTINF:9,\na.ts'],
      ['is a master again', master],
      ['is a page', '<html>'],
    ])('is unknown where the variant %s', async (_, variant) => {
      const server = await origin(files({ ...film, ...variants, '/f/720.m3u8': variant }));
      const { duration, paths } = await inspected(server, ['/f/master.m3u8']);
      expect([duration, paths.length]).toEqual([undefined, 3]);
    });

    test('is unknown for a master that names itself, without an endless wait', async () => {
      const itself = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nmaster.m3u8';
      const server = await origin(files({ '/master.m3u8': itself }));
      expect((await inspected(server, ['/master.m3u8'])).duration).toBeUndefined();
      expect(server.requests).toEqual(['/master.m3u8']);
    });

    test('costs no more than the budget, and not the ladder', async () => {
      const server = await origin((request, response) => {
        if (request.url !== '/f/720.m3u8') files({ ...film, ...variants })(request, response);
      });
      const { duration, sources } = await inspected(server, ['/f/master.m3u8'], { budgetMs: 1_000 });
      expect([duration, sources[0]?.inspected?.renditions?.length]).toEqual([undefined, 2]);
    });

    test('is fetched through the guard: a private, untrusted variant is not', async () => {
      const inside = await origin(files(variants));
      const server = await origin(
        files({ '/m.m3u8': `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${inside.url}/f/720.m3u8` }),
      );
      expect((await inspected(server, ['/m.m3u8'])).duration).toBeUndefined();
      expect(inside.connections()).toBe(0);
    });
  });

  test.each<[string, SourceCandidate]>([
    ['a path', { url: '/radio.mp3' }],
    ['a path in capitals', { url: '/radio.M4A?x=1' }],
    ['a declared type', { url: '/radio', type: 'audio/mpeg' }],
    ['its Content-Type', { url: '/as-audio' }],
    ['declared codecs', { url: '/a.mp4', codecs: 'mp4a.40.2' }],
    ['a playlist of audio', { url: '/radio.m3u8' }],
    ['a rendition of a listed master', { url: '/audio.m3u8' }],
    ['a variant of a listed master', { url: '/low.m3u8' }],
  ])('audio alone is left out: %s', async (_, candidate) => {
    const bodies = {
      '/radio.m3u8': '#EXTM3U\n#EXTINF:9,\na.aac\n#EXT-X-ENDLIST',
      '/master.m3u8': [
        '#EXTM3U',
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="audio.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=5,RESOLUTION=1920x1080,AUDIO="a"',
        '1080.m3u8',
        '#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="mp4a.40.2"',
        'low.m3u8',
      ].join('\n'),
    };
    const server = await origin((request, response) => {
      if (request.url === '/as-audio') asType('audio/mpeg', 'ID3')(request, response);
      else files(bodies)(request, response);
    });
    expect((await inspected(server, [candidate, '/master.m3u8'])).paths).toEqual(['/master.m3u8']);
  });

  test.each<[string, SourceCandidate]>([
    ['a playlist with the type of one', { url: '/play', type: 'audio/x-mpegurl' }],
    ['a film of a declared type at a path of audio', { url: '/film.m4a', type: 'video/mp4' }],
    ['a film of a declared size, whose codecs are listed in part', { url: '/a.mp4', codecs: 'mp4a.40.2', height: 720 }],
    ['a film of the path, whatever its type on the way', { url: '/film.mp4', type: 'audio' }],
  ])('what may be video stays: %s', async (_, candidate) => {
    const server = await origin(asType('audio/mpeg', '#EXTM3U\n'));
    expect((await inspected(server, [candidate])).paths).toEqual([candidate.url]);
  });

  test('tracks of an MPD have its URL as listed, before redirects', async () => {
    const text =
      '<MPD><Period><AdaptationSet mimeType="text/vtt" lang="en"><SegmentTemplate media="$Number$"/>' +
      '<Representation/></AdaptationSet></Period></MPD>';
    const server = await origin((request, response) => {
      if (request.url === '/go.mpd') response.writeHead(302, { location: '/b/there.mpd' }).end();
      else files({ '/b/there.mpd': text })(request, response);
    });
    const { subtitles } = await inspected(server, ['/go.mpd']);
    expect(subtitles).toEqual([{ url: `${server.url}/go.mpd`, language: 'en', delivery: 'in-manifest' }]);
    expect(server.requests).toHaveLength(2);
  });

  test('a listed variant is recognised in any spelling of its URL', async () => {
    const server = await origin(files(film));
    const { paths, sources } = await inspected(server, [
      { url: `${server.url.replace('http:', 'HTTP:')}/f/./720.m3u8`, quality: '1080p' },
      '/f/master.m3u8',
    ]);
    expect(paths).toHaveLength(3);
    expect(sources[0]).toMatchObject({ width: 1280, height: 534 });
  });

  test('an absent duration is filled, a known one kept', async () => {
    const server = await origin(files(film));
    const sources = ['/f/master.m3u8', '/f/media.m3u8', '/f/a.mpd'];
    expect((await inspected(server, sources)).duration).toBe(10);
    expect((await inspected(server, sources, { extraction: { duration: '0:01:00' } })).duration).toBe('0:01:00');
  });

  test('a manifest listed twice is fetched once', async () => {
    const server = await origin(files(film));
    await inspected(server, ['/f/media.m3u8', '/f/media.m3u8']);
    expect(server.requests).toEqual(['/f/media.m3u8']);
  });

  test('a variant that is listed, too, is fetched once', async () => {
    const server = await origin(files({ ...film, '/f/720.m3u8': media }));
    expect((await inspected(server, ['/f/720.m3u8', '/f/master.m3u8'])).duration).toBe(10);
    expect(server.requests.filter((path) => path === '/f/720.m3u8')).toHaveLength(1);
  });

  test('a hundred manifests are opened, the others stay unchanged', async () => {
    const server = await origin((_, response) => response.end('#EXTM3U\n'));
    const { sources, report } = await inspected(
      server,
      Array.from({ length: 103 }, (_, index) => `/${index}.m3u8`),
    );
    expect([sources.length, report.read, server.requests.length]).toEqual([103, 100, 100]);
  });

  test('fifty subtitle playlists are read', async () => {
    const text = Array.from(
      { length: 53 },
      (_, index) => `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="${index}",URI="s${index}.m3u8"\n`,
    ).join('');
    const server = await origin((request, response) => {
      if (request.url === '/m.m3u8') response.end(`#EXTM3U\n${text}#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8`);
      else response.end('#EXTM3U\n#EXTINF:60,\nen.vtt\n#EXT-X-ENDLIST');
    });
    const { subtitles } = await inspected(server, ['/m.m3u8'], { extraction: { duration: 60 } });
    expect(subtitles.filter(({ delivery }) => delivery === undefined)).toHaveLength(50);
    expect(server.requests).toHaveLength(51);
  });

  test.each([
    ['a manifest of 2 MiB', '/f/media.m3u8', 2 * 1024 * 1024, 1],
    ['a longer one', '/f/media.m3u8', 2 * 1024 * 1024 + 1, 0],
  ])('%s is read or not', async (_, path, length, read) => {
    const server = await origin((_request, response) => response.end(`${media}\n#`.padEnd(length, 'x')));
    expect((await inspected(server, [path])).report.read).toBe(read);
  });

  test.each([
    ['256 KiB', 256 * 1024, undefined],
    ['more', 256 * 1024 + 1, 'in-manifest'],
  ])('a subtitle playlist of %s is read or not', async (_, length, delivery) => {
    const server = await origin((request, response) => {
      if (request.url?.endsWith('en.m3u8')) response.end(`${film['/f/en.m3u8']}\n#`.padEnd(length, 'x'));
      else files(film)(request, response);
    });
    const { subtitles } = await inspected(server, ['/f/master.m3u8']);
    expect(subtitles[0]?.delivery).toBe(delivery);
  });

  test('eight are fetched at a time', async () => {
    let open = 0;
    let most = 0;
    const server = await origin((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end(film['/f/media.m3u8']);
      }, 10);
    });
    const sources = Array.from({ length: 30 }, (_, i) => `/${i}.m3u8`);
    const { report } = await inspected(server, sources);
    expect(report).toMatchObject({ read: 30, failed: 0 });
    expect(most).toBe(8);
  });
});

describe('sources whose manifest is gone', () => {
  const handler: Handler = (request, response) => {
    response.statusCode = Number(request.url?.slice(1, 4));
    response.end('#EXTM3U\n');
  };

  test('are dropped from a catalogue when the manifest is answered with 404 or 410, and only then', async () => {
    const server = await origin(handler);
    const sources = ['/404.m3u8', '/410.mpd', '/403.m3u8', '/500.m3u8', '/404.mp4', '/200.m3u8'];
    const result = await inspected(server, sources, { dropGone: true });
    expect(result.paths).toEqual(['/403.m3u8', '/500.m3u8', '/404.mp4', '/200.m3u8']);
    expect(result.report).toMatchObject({ gone: 2, failed: 2, read: 1, refused: 0 });
  });

  test('stay when an HTTP provider lists them', async () => {
    const server = await origin(handler);
    expect((await inspected(server, ['/404.m3u8', '/410.mpd'])).paths).toEqual(['/404.m3u8', '/410.mpd']);
  });
});

describe('hostile manifests', () => {
  const endless: Handler = (_, response) => {
    const chunk = Buffer.alloc(64 * 1024, 'a');
    const more = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
  const hostile: Record<string, Handler> = {
    '/html.m3u8': (_, response) => response.end('<!doctype html><title>Sign in</title>'),
    '/endless.m3u8': endless,
    '/hanging.m3u8': () => {},
    '/half.m3u8': (_, response) => response.write('#EXTM3U\n'),
    '/reset.mpd': (request) => request.socket.resetAndDestroy(),
    '/bomb.m3u8': (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
    '/entities.mpd': (_, response) =>
      response.end('<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><MPD><Period>&b;</Period></MPD>'),
    '/binary.mpd': (_, response) => response.end(Buffer.from([0xff, 0xfe, 0, 1, 2, 3])),
    '/metadata.m3u8': (_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
    '/loopback.m3u8': (_, response) => response.writeHead(302, { location: 'http://[::1]:1/' }).end(),
    '/loop.m3u8': (_, response) => response.writeHead(302, { location: '/loop.m3u8' }).end(),
  };

  test('cost the good ones nothing, and each stays with its other evidence', async () => {
    const server = await origin((request, response) => {
      const handler = hostile[request.url ?? ''] ?? files(film);
      handler(request, response);
    });
    const bad = Object.keys(hostile);
    const started = Date.now();
    const result = await inspected(server, [...bad, '/f/media.m3u8', '/f/master.m3u8'], { budgetMs: 3_000 });
    expect(Date.now() - started).toBeLessThan(9_000);
    expect(result.paths).toEqual([...bad, '/f/media.m3u8', '/f/master.m3u8', '/f/1080.m3u8', '/f/720.m3u8']);
    expect(result.sources.filter((source) => source.inspected).map(({ url }) => url.replace(server.url, ''))).toEqual([
      '/f/media.m3u8',
      '/f/master.m3u8',
    ]);
    expect(result.report).toMatchObject({ read: 2, refused: 2, failed: bad.length - 2 });
  });

  test('the budget ends the wait', async () => {
    const server = await origin(() => {});
    const { paths, report } = await inspected(server, ['/a.m3u8'], { budgetMs: 50 });
    expect([paths, report.failed]).toEqual([['/a.m3u8'], 1]);
    while (server.sockets.size > 0) await systemClock.sleep(2);
  });

  test('manifests that hang do not use up the time of the others', async () => {
    const server = await origin((request, response) => {
      if (request.url?.startsWith('/f/')) files(film)(request, response);
    });
    const hanging = Array.from({ length: 8 }, (_, index) => `/hangs-${index}.m3u8`);
    const { report } = await inspected(server, [...hanging, '/f/media.m3u8'], { budgetMs: 700 });
    expect(report).toMatchObject({ read: 1, failed: 8 });
  });

  test('so does a deadline that comes earlier', async () => {
    const server = await origin(() => {});
    expect((await inspected(server, ['/a.m3u8'], { deadlineMs: 50, budgetMs: 60_000 })).report.failed).toBe(1);
  });

  test('a subtitle playlist that hangs leaves its playlist, and the ladder', async () => {
    const server = await origin((request, response) => {
      if (request.url !== '/f/en.m3u8') files(film)(request, response);
    });
    const { sources, subtitles } = await inspected(server, ['/f/master.m3u8'], { budgetMs: 700 });
    expect(sources[0]?.inspected?.renditions).toHaveLength(2);
    expect(subtitles.map(({ delivery }) => delivery)).toEqual(['in-manifest', 'in-manifest']);
  });

  test('private origins that are not trusted are refused', async () => {
    const [trusted, other] = [await origin(files(film)), await origin(files(film))];
    const { report, sources } = await inspected(trusted, [
      `${other.url}/f/master.m3u8`,
      'file:///etc/passwd',
      'nonsense:',
    ]);
    expect(report).toMatchObject({ refused: 1, read: 0 });
    expect(sources).toHaveLength(3);
    expect(other.connections()).toBe(0);
  });
});
