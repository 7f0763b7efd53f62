import { expect, test } from '@jest/globals';
import { parseDash } from '../../lambda/manifests/dash.ts';
import { parseHls } from '../../lambda/manifests/hls.ts';

const WIDEVINE = 'edef8ba9-79d6-4ace-a3c8-27dcd51d21ed';
const PLAYREADY = '9a04f079-9840-4286-ab92-e65be0885f95';

const key = (tag: string, method: string, format?: string) =>
  `#EXT-X-${tag}:METHOD=${method},URI="skd://key"${format === undefined ? '' : `,KEYFORMAT="${format}"`}`;
const ofMaster = (...keys: string[]) =>
  parseHls(['#EXTM3U', ...keys, '#EXT-X-STREAM-INF:BANDWIDTH=1', 'v.m3u8'].join('\n'), 'https://a.test/m.m3u8').drm;
const ofPlaylist = (...keys: string[]) => {
  const lines = ['#EXTM3U', '#EXT-X-TARGETDURATION:4', ...keys, '#EXTINF:4,', '0.mp4', '#EXT-X-ENDLIST'];
  return parseHls(lines.join('\n'), 'https://a.test/v.m3u8').drm;
};
const ofMpd = (set: string, representation = '') =>
  parseDash(
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:cenc="urn:mpeg:cenc:2013" type="static"><Period>
       <AdaptationSet mimeType="video/mp4">${set}
         <Representation width="1280" height="720" bandwidth="2" codecs="avc1">${representation}</Representation>
       </AdaptationSet></Period></MPD>`,
    'https://a.test/m.mpd',
  ).drm;

test('HLS names its systems by KEYFORMAT, in a master or a media playlist', () => {
  const all = [
    key('SESSION-KEY', 'SAMPLE-AES', 'com.apple.streamingkeydelivery'),
    key('SESSION-KEY', 'SAMPLE-AES-CTR', 'com.microsoft.playready'),
    key('SESSION-KEY', 'SAMPLE-AES-CTR', `urn:uuid:${WIDEVINE}`),
  ];
  expect(ofMaster(...all)).toEqual(['widevine', 'playready', 'fairplay']);
  expect(ofPlaylist(key('KEY', 'SAMPLE-AES', 'com.apple.streamingkeydelivery'))).toEqual(['fairplay']);
  expect(ofPlaylist(key('KEY', 'SAMPLE-AES-CTR', `URN:UUID:${WIDEVINE.toUpperCase()}`))).toEqual(['widevine']);
});

test('HLS whose keys every player can load, or without keys, names none', () => {
  expect(ofMaster()).toBeUndefined();
  expect(
    ofPlaylist(key('KEY', 'AES-128'), key('KEY', 'AES-128', 'identity'), '#EXT-X-KEY:METHOD=NONE'),
  ).toBeUndefined();
});

test('DASH names its systems by ContentProtection, of a set or of its representations, once each', () => {
  const protection = (uuid: string) =>
    `<ContentProtection schemeIdUri="urn:uuid:${uuid}"><cenc:pssh>AAAA</cenc:pssh></ContentProtection>`;
  const common = '<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cenc"/>';
  expect(ofMpd(common + protection(PLAYREADY) + protection(WIDEVINE))).toEqual(['widevine', 'playready']);
  expect(ofMpd(common, protection(WIDEVINE) + protection(WIDEVINE.toUpperCase()))).toEqual(['widevine']);
  expect(ofMpd(common)).toBeUndefined();
  // Clear Key: its key is in reach of every player.
  expect(ofMpd(protection('e2719d58-a985-b3c9-781a-b030af78d30e'))).toBeUndefined();
});
