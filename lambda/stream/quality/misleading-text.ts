/*
 * Text that looks like a quality and is none. The parts of a text that these patterns match are removed before it is
 * read.
 */

/** Separators between two words that belong together: `DTS-HD`, `DTS.HD`, `HD (CAM)`. */
const GAP = String.raw`[\s._:=()[\]-]{0,3}`;
const BEGIN = String.raw`(?<![\p{Script=Latin}\p{N}])`;
const END = String.raw`(?![\p{Script=Latin}\p{N}])`;
const HD = `(?:[fqu]?hd|(?:full|ultra)${GAP}hd)`;
/** A resolution in words; a number of lines always is one. */
const WORD = `(?:[2-8]k|sd|${HD})`;
/** "To remaster", in the languages of most labels. It does not describe the quality of the encoded file. */
const REMASTER =
  `(?:re-?mast[eé]r|master(?:ed|ing|s)?${END}|restor|restaur|scan(?:s|ned)?${END}|transfer|修[复復]|重[制製]|复刻|リマスター` +
  `|レストア|리마스터|ремастер|реставр)`;
const LINES = '(?:2160|1440|1080|720|480|360)';
/** Words before the number of an episode, a server and the like, in the languages of most labels. */
const COUNTED =
  `(?:episod(?:e|en|io|ul)|épisode|eps?|folge|cap(?:[ií]tulo)?|chapter|part|season|saison|staffel|temporada` +
  `|stagione|server|srv|serveur|servidor|mirror|host|node|track|channel|vol(?:ume)?|dis[ck]|id(?=[:=#])` +
  `|no(?=[.°º])|nr|num(?:ber)?|room|cdn|line|tập|线路|線路|сери[яи]|эпизод|сезон|сервер|часть|bölüm|odcinek)`;

const pattern = (source: string): RegExp => new RegExp(source, 'giu');

const MISLEADING: readonly RegExp[] = [
  // Sound: DTS-HD Master Audio, Dolby TrueHD, HD Audio.
  pattern(`${BEGIN}dts${GAP}(?:x${GAP})?u?hd${END}`),
  pattern(`${BEGIN}true${GAP}hd${END}`),
  pattern(`${BEGIN}hd${GAP}(?:ma|hra?|aac|audio|sound|voice|master${GAP}audio)${END}`),
  // The origin of a copy: HD-CAM, HDTS, HD-TV, UHD Rip. A camera in a cinema does not record HD.
  pattern(`${BEGIN}hd${GAP}(?:tv|dvd|light|lite)(?:${GAP}rip)?${END}`),
  pattern(`${BEGIN}${HD}${GAP}(?:(?:cam|ts|tc|telesync|telecine)(?:${GAP}rip)?|rip|рип)${END}`),
  pattern(`${BEGIN}(?:cam(?:${GAP}rip)?|telesync|telecine)${GAP}${HD}${END}`),
  // A denial: non-HD, not 4K.
  pattern(`${BEGIN}(?:non|not?|kein|pas|sin)${GAP}${WORD}${END}`),
  // The resolution that a film was mastered in.
  pattern(String.raw`${BEGIN}${WORD}${GAP}(?:(?:ai|digital(?:ly)?|film|full|native|new)${GAP})?${REMASTER}\p{L}*`),
  pattern(
    String.raw`${REMASTER}\p{L}*${GAP}(?:a|auf|em|en|from|i[nm]|na|w|в)${GAP}(?:(?:full|native` +
      `|true)${GAP})?${WORD}${END}`,
  ),
  // A number of the catalogue: Episode 720, Server #480, 第720集, 12/720.
  pattern(
    String.raw`(?<![\p{L}\p{N}])${COUNTED}(?:\s?(?:#|№|n[°º]))?(?:[.:=]?\s?|[._-])\d{3,4}(?![\p{N}]|[pi](?!\p{L}))`,
  ),
  pattern(String.raw`(?:[#№$€£¥₹]|第)\s?\d{3,4}(?!\p{N})`),
  pattern(String.raw`(?<![\p{L}\p{N}.])\d{1,2}\s?(?:\/|of|von|sur|из)\s?${LINES}(?![\p{N}\p{Script=Latin}])`),
  // Half of an impossible size.
  pattern(String.raw`\d+\s?[x×*]\s?[-−]\s?\d+`),
  // A field of view. Of its usual angles only 360 is a number of lines as well.
  pattern(String.raw`${BEGIN}(?:360|180)\s?[x×*]\s?(?:360|180)${END}`),
  pattern(`${BEGIN}(?:vr|fov)${GAP}360${END}`),
  pattern(String.raw`${BEGIN}360${GAP}(?:vr|fov|degrees?|3d|video|view|panoram\p{L}*)${END}`),
];

/** A text about a 360° picture: there, and beside a resolution of thousands, 360 alone is a field of view. */
const ALL_ROUND = pattern(
  String.raw`${BEGIN}(?:[3-8]k|vr\d{0,3}|3d|sbs|fisheye|equirect\p{L}*|spherical|panoram\p{L}*|(?:mono` +
    `|stereo)scopic)${END}`,
);
const FIELD_OF_VIEW = pattern(`${BEGIN}360${END}`);

/** The text without the parts that look like a quality and are none. */
export function withoutMisleadingParts(text: string): string {
  const left = MISLEADING.reduce((rest, part) => rest.replace(part, ' '), text);
  return left.search(ALL_ROUND) === -1 ? left : left.replace(FIELD_OF_VIEW, ' ');
}
