import { type Origin, startOrigin } from '../support/media-origin.ts';

/** How a host answers for one path: its status, or nothing at all. */
export type Fault = number | 'hang';

export interface MediaHost extends Origin {
  /** Answers this path, and all below it, with a fault from now on; undefined makes it well again. */
  fail(path: string, fault: Fault | undefined): void;
  /** The `Access-Control-Allow-Origin` of every answer; undefined for none. */
  allow(origin: string | undefined): void;
}

const MASTER = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
high/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.64001e,mp4a.40.2"
low/index.m3u8
`;
const PLAYLIST = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXTINF:4,
0.ts
#EXTINF:4,
1.ts
#EXTINF:4,
2.ts
#EXT-X-ENDLIST
`;
const MPD = `<MPD mediaPresentationDuration="PT12S"><Period><AdaptationSet contentType="video" mimeType="video/mp4">
<SegmentTemplate initialization="$RepresentationID$/init.mp4" media="$RepresentationID$/$Number$.m4s"/>
<Representation id="v720" bandwidth="3000000" width="1280" height="720" codecs="avc1.64001f"/>
</AdaptationSet></Period></MPD>`;

const BODIES: readonly (readonly [RegExp, string, string])[] = [
  [/master\.m3u8$/, 'application/vnd.apple.mpegurl', MASTER],
  [/index\.m3u8$/, 'application/vnd.apple.mpegurl', PLAYLIST],
  [/\.mpd$/, 'application/dash+xml', MPD],
  [/\.ts$/, 'video/mp2t', 'x'.repeat(100_000)],
  [/\.(mp4|m4s|webm)$/, 'video/mp4', `\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x10moov${'x'.repeat(200_000)}`],
];

/** A media host on loopback: every folder has an HLS master, an MPD and files. It answers ranges. */
export async function startMediaHost(): Promise<MediaHost> {
  const faults = new Map<string, Fault>();
  let allowed: string | undefined = '*';
  const origin = await startOrigin((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const fault = [...faults].find(([failing]) => path.startsWith(failing))?.[1];
    if (fault === 'hang') return;
    if (allowed !== undefined) response.setHeader('access-control-allow-origin', allowed);
    const [, type, body] = BODIES.find(([form]) => form.test(path)) ?? [];
    if (fault !== undefined || body === undefined) return void response.writeHead(fault ?? 404).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    response.setHeader('content-type', type ?? '');
    if (from === undefined || to === undefined) return void response.end(body);
    const part = Buffer.from(body).subarray(Number(from), Number(to) + 1);
    response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${body.length}` }).end(part);
  });
  return {
    ...origin,
    fail: (path, fault) => {
      if (fault === undefined) faults.delete(path);
      else faults.set(path, fault);
    },
    allow: (value) => {
      allowed = value;
    },
  };
}
