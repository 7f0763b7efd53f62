const VARIANTS = 12;
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'ja'];
const SEGMENTS = 1800;

/** Manifests as large as those of films: many renditions, audio and text in ten languages, two hours of segments. */
export function manifests(): { name: string; text: string }[] {
  return [
    { name: 'HLS multivariant playlist', text: multivariantPlaylist() },
    { name: 'HLS media playlist', text: mediaPlaylist() },
    { name: 'DASH manifest', text: dashManifest() },
  ];
}

/** @param languages of its audio and text; none: both are in the streams */
export function multivariantPlaylist(languages = LANGUAGES): string {
  const groups = languages.length > 0 ? ',AUDIO="audio",SUBTITLES="text"' : '';
  const media = languages.flatMap((language) => [
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="${language}",LANGUAGE="${language}",CHANNELS="6",URI="audio/${language}/index.m3u8"`,
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="${language}",LANGUAGE="${language}",FORCED=NO,URI="text/${language}/index.m3u8"`,
  ]);
  const variants = Array.from({ length: VARIANTS }, (_, index) => {
    const height = 2160 - 150 * index;
    return `#EXT-X-STREAM-INF:BANDWIDTH=${16_000_000 - 1_200_000 * index},AVERAGE-BANDWIDTH=${12_000_000 - 900_000 * index},CODECS="avc1.640028,mp4a.40.2",RESOLUTION=${Math.round((height * 16) / 9)}x${height},FRAME-RATE=23.976${groups}\nvideo/${height}p/index.m3u8`;
  });
  return ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS', ...media, ...variants, ''].join('\n');
}

export function mediaPlaylist(): string {
  const segments = Array.from({ length: SEGMENTS }, (_, index) => `#EXTINF:4.004,\nsegment-${index}.m4s`);
  const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:5', '#EXT-X-MAP:URI="init.mp4"'];
  return [...head, ...segments, '#EXT-X-ENDLIST', ''].join('\n');
}

function dashManifest(): string {
  const timeline = `<SegmentTimeline>${Array.from({ length: 40 }, (_, index) => `<S d="${96_000 + index}" r="40"/>`).join('')}</SegmentTimeline>`;
  const template = `<SegmentTemplate timescale="24000" initialization="$RepresentationID$/init.mp4" media="$RepresentationID$/$Number$.m4s">${timeline}</SegmentTemplate>`;
  const video = Array.from({ length: VARIANTS }, (_, index) => {
    const height = 2160 - 150 * index;
    return `<Representation id="v${index}" bandwidth="${16_000_000 - 1_200_000 * index}" codecs="avc1.640028" width="${Math.round((height * 16) / 9)}" height="${height}" frameRate="24000/1001"/>`;
  });
  const audio = LANGUAGES.map(
    (language) =>
      `<AdaptationSet mimeType="audio/mp4" lang="${language}">${template}<Representation id="a-${language}" bandwidth="192000" codecs="mp4a.40.2" audioSamplingRate="48000"/></AdaptationSet>`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1H52M10S" minBufferTime="PT4S"><Period>',
    `<AdaptationSet mimeType="video/mp4">${template}${video.join('')}</AdaptationSet>`,
    ...audio,
    '</Period></MPD>',
  ].join('');
}
