import type { Subtitle } from '../../../contract/answer.ts';

type Kind = NonNullable<Subtitle['kind']>;

/** `Not forced`, `non-SDH`, `sans SME`. */
const NEGATION = String.raw`(?<!(?:^|[^\p{L}])(?:not|non?|nicht|keine?|ohne|sans|pas|sin|senza|без|не)[\s_-])`;

/**
 * For what is spoken or written in another language than the film's: forced subtitles, in the languages of most labels.
 * In French, `FORCE` without its accent is one only after the language's name.
 */
const FORCED =
  String.raw`forced(?:\snarratives?)?|foreign(?:[\s_-](?:language|dialog(?:ue)?s?))?[\s_-]parts?(?:[\s_-]only)?` +
  String.raw`|foreign(?:[\s_-](?:language|dialog(?:ue)?s?))?[\s_-]only|signs?(?:\s?(?:and|&|\+|\/)\s?` +
  String.raw`|[\s_-])songs?|signs?[\s_-]only` +
  '|forcée?s?|(?<=(?:français|francais|french|fr|vf)[^\\p{L}]{1,3})forcee?s?|forzad[oa]s?|forzat[oaie]' +
  '|forçad[oa]s?|forcad[oa]s?' +
  '|forciert(?:e[rns]?)?|erzwungen(?:e[rns]?)?|geforceerde?|gedwongen|wymuszon[eya]|tvung(?:en|et|ne)' +
  '|tving(?:ade?|at)' +
  '|pakotet(?:tu|ut)|vynucen[éáýa]|kényszerített|forțat[ăe]?|prisilni|zorunlu|форсированн\\p{L}*|форсовані|форс' +
  '|принудительн\\p{L}*|αναγκαστικοί|εξαναγκασμένοι|قسري|إجباري|כפוי|כפויות|bắt\\sbuộc';
const FORCED_WITHOUT_SPACES = '强制|強制|강제|บังคับ';

/** For viewers who cannot hear the sound: `SDH`, `CC`, and its names in the languages of most labels. */
const SDH =
  String.raw`sdh|cc\d?|hoh|sme|hearing[\s_-]impair\p{L}*|hard[\s_-]of[\s_-]hearing|deaf` +
  String.raw`|(?:closed[\s_-])?caption(?:s|ed|ing)?` +
  '|(?:sourds?(?:\\set\\s))?malentendants?|sourds?|sord[oaie]s?|non\\sudenti|surdos?|ensurdecidos?' +
  '|(?:für\\s)?(?:hörgeschädigt|gehörlos|schwerhörig|hörbehindert)\\p{L}*|doven|slechthorende\\p{L}*' +
  '|niesłysząc\\p{L}*|niedosłysząc\\p{L}*' +
  '|neslyšíc\\p{L}*|nepočujúc\\p{L}*|hallássérült\\p{L}*|siketek\\p{L}*|hørehæmmede|hørselshemme\\p{L}*' +
  '|hörselskadade|kuulovammais\\p{L}*' +
  '|işitme\\sengelli\\p{L}*|глух\\p{L}*|слабослышащ\\p{L}*|κωφούς|للصم|ضعاف\\sالسمع|ל?כבדי\\sשמיעה';
const SDH_WITHOUT_SPACES = '聴覚障害|听障|聽障|隐藏字幕|隱藏字幕|청각\\s?장애\\p{L}*';

const wholeWord = (words: string) => String.raw`(?<!\p{L})(?:${words})(?!\p{L})`;
const FORCED_PATTERN = new RegExp(`${NEGATION}${wholeWord(FORCED)}|${FORCED_WITHOUT_SPACES}`, 'iu');
const SDH_PATTERN = new RegExp(`${NEGATION}${wholeWord(SDH)}|${SDH_WITHOUT_SPACES}`, 'iu');
const KIND_PATTERN = new RegExp(
  `${wholeWord(`(?:non?[ -])?(?:${FORCED}|${SDH})`)}|${FORCED_WITHOUT_SPACES}|${SDH_WITHOUT_SPACES}`,
  'giu',
);

/** `HI` for "hearing impaired" in brackets, or in capitals beside a language that is not Hindi, whose code it is. */
const HI_IN_BRACKETS = /[([]HI[)\]]/g;
const HI = /(?<![\p{L}\p{N}])HI(?![\p{L}\p{N}])/gu;

/** The kind that a text names, of a subtitle in this language. Where two are named, forced: few lines, each needed. */
export function kindNamed(text: string, language: string): Kind | undefined {
  if (FORCED_PATTERN.test(text)) return 'forced';
  const isHindi = language === 'hi' || language.startsWith('hi-');
  const hasHi = text.search(isHindi ? HI_IN_BRACKETS : HI) !== -1;
  return hasHi || SDH_PATTERN.test(text) ? 'sdh' : undefined;
}

/** The text without the names of kinds. `HI` by itself stays: it is the code of Hindi. */
export function withoutKind(text: string): string {
  const left = text.replace(KIND_PATTERN, ' ');
  const withoutHi = left.replace(HI, ' ');
  return /\p{L}/u.test(withoutHi) ? withoutHi : left.replace(HI_IN_BRACKETS, ' ');
}
