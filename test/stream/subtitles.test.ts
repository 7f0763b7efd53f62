import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { englishNameOf, languageTagOf } from '../../lambda/stream/subtitles/languages.ts';
import { distinctSubtitles, subtitleFactsOf } from '../../lambda/stream/subtitles/subtitles.ts';

const url = 'https://cdn.example.com/a.vtt';
const facts = (language?: string, label?: string) => subtitleFactsOf({ url, language, label });

describe('subtitle language', () => {
  test.each([
    ['en', 'en'],
    ['EN', 'en'],
    ['pt-BR', 'pt-BR'],
    ['pt_br', 'pt-BR'],
    ['zh-Hans', 'zh-Hans'],
    ['zh-cn', 'zh-CN'],
    ['es-419', 'es-419'],
    ['sr-Latn-RS', 'sr-Latn-RS'],
    ['fil', 'fil'],
    ['yue', 'yue'],
    ['iw', 'he'],
    ['jp', 'ja'],
    ['pob', 'pt-BR'],
    ['English', 'en'],
    ['Deutsch', 'de'],
    ['Français', 'fr'],
    ['FRANCAIS', 'fr'],
    ['Espanol', 'es'],
    ['日本語', 'ja'],
    ['한국어', 'ko'],
    ['Русский', 'ru'],
    ['हिन्दी', 'hi'],
    ['العربية', 'ar'],
    ['简体中文', 'zh-Hans'],
    ['Chinese (Traditional)', 'zh-Hant'],
    ['Portuguese (Brazil)', 'pt-BR'],
    ['Spanish - Latin America', 'es-419'],
    ['English (SDH)', 'en'],
  ])('%s is %s', (stated, tag) => {
    expect(languageTagOf(stated)).toBe(tag);
  });

  test.each([
    ['ger', 'deu', 'de'],
    ['fre', 'fra', 'fr'],
    ['chi', 'zho', 'zh'],
    ['cze', 'ces', 'cs'],
    ['dut', 'nld', 'nl'],
    ['gre', 'ell', 'el'],
    ['per', 'fas', 'fa'],
    ['rum', 'ron', 'ro'],
    ['slo', 'slk', 'sk'],
    ['alb', 'sqi', 'sq'],
    ['arm', 'hye', 'hy'],
    ['baq', 'eus', 'eu'],
    ['bur', 'mya', 'my'],
    ['geo', 'kat', 'ka'],
    ['ice', 'isl', 'is'],
    ['mac', 'mkd', 'mk'],
    ['may', 'msa', 'ms'],
    ['wel', 'cym', 'cy'],
  ])('both three-letter codes %s and %s are %s', (bibliographic, terminological, tag) => {
    expect(languageTagOf(bibliographic)).toBe(tag);
    expect(languageTagOf(terminological)).toBe(tag);
  });

  test.each([[undefined], [''], ['und'], ['xx'], ['qqq'], ['klingonish'], ['1'], ['x-private'], ['---']])(
    '%p is und, labelled Unknown',
    (stated) => {
      expect(facts(stated)).toEqual({ label: 'Unknown', language: 'und' });
    },
  );

  test.each([
    ['English', 'en'],
    ['English (SDH)', 'en'],
    ['English [CC]', 'en'],
    ['Forced German', 'de'],
    ['Português (Brasil)', 'pt-BR'],
    ['French 2', 'fr'],
    ['en', 'en'],
    ['eng', 'en'],
    ['pt-BR', 'pt-BR'],
    ['Track 1', 'und'],
    ['CC', 'und'],
    ['Subtitles', 'und'],
    ['CN 1', 'und'],
    ['It is', 'und'],
  ])('the label %s gives a missing language: %s', (label, language) => {
    expect(facts(undefined, label)).toMatchObject({ label, language });
  });

  test('a stated language beats the label, an unknown one does not', () => {
    expect(facts('de', 'English').language).toBe('de');
    expect(facts('und', 'English').language).toBe('en');
  });

  test('every text is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (language, label) => {
        const read = facts(language, label);
        expect(read.language).not.toBe('');
        expect(read.label).not.toBe('');
      }),
    );
  });
});

describe('subtitle label', () => {
  test.each([
    ['en', 'English'],
    ['ger', 'German'],
    ['pt-BR', 'Brazilian Portuguese'],
    ['zh-Hans', 'Simplified Chinese'],
    ['es-419', 'Latin American Spanish'],
  ])('a missing one becomes the English name of %s: %s', (language, label) => {
    expect(facts(language).label).toBe(label);
    expect(facts(language, '  ').label).toBe(label);
  });

  test('one that is there stays as it is', () => {
    expect(facts('en', ' Director’s commentary ').label).toBe('Director’s commentary');
  });

  test('a tag with extensions is named by its language', () => {
    expect(englishNameOf('en-x-club')).toBe('English');
  });
});

describe('subtitle kind', () => {
  test.each([
    ['English (SDH)', 'sdh'],
    ['English [CC]', 'sdh'],
    ['English CC', 'sdh'],
    ['English (HI)', 'sdh'],
    ['English (Hearing Impaired)', 'sdh'],
    ['Forced', 'forced'],
    ['English - forced', 'forced'],
    ['English', undefined],
    ['Hindi (hi)', undefined],
    ['Reinforced', undefined],
    ['Accents', undefined],
  ])('%s is %p', (label, kind) => {
    expect(facts('en', label).kind).toBe(kind);
  });

  test.each([
    ['en-CC', 'en', 'sdh'],
    ['en-sdh', 'en', 'sdh'],
    ['en[cc]', 'en', 'sdh'],
    ['en.forced', 'en', 'forced'],
    ['en-forced', 'en', 'forced'],
    ['en (US)', 'en-US', undefined],
    ['en_GB.utf8', 'en-GB', undefined],
    ['es-LA', 'es-419', undefined],
    ['es-LATAM', 'es-419', undefined],
    ['ptbr', 'pt-BR', undefined],
    ['pt BR', 'pt-BR', undefined],
    ['fr (CA)', 'fr-CA', undefined],
    ['zh[TW]', 'zh-TW', undefined],
    ['es (419)', 'es-419', undefined],
    ['it (forced)', 'it', 'forced'],
    ['zh-Hant-CC', 'zh-Hant', 'sdh'],
  ])('of the stated language %s is read beside its tag', (stated, language, kind) => {
    expect(facts(stated)).toMatchObject({ language, ...(kind && { kind }) });
    expect('kind' in facts(stated)).toBe(kind !== undefined);
  });

  test.each([
    ['English (captions)', 'sdh'],
    ['Closed-Captions', 'sdh'],
    ['Deutsch für Hörgeschädigte', 'sdh'],
    ['English non-SDH', undefined],
    ['Not forced', undefined],
  ])('in the label %s is %s', (label, kind) => {
    expect(facts(undefined, label).kind).toBe(kind);
  });

  test('what a manifest states beats the label', () => {
    expect(subtitleFactsOf({ url, label: 'English (SDH)', kind: 'forced' }).kind).toBe('forced');
  });
});

describe('distinct subtitles', () => {
  const plain = { url, label: 'English', language: 'en' };

  test('the same language in another kind or at another address stays', () => {
    const all = [plain, { ...plain, url: `${url}?2`, kind: 'sdh' as const }, { ...plain, url: `${url}?3` }];
    expect(distinctSubtitles(all)).toEqual(all);
  });

  test('one for each URL: the first, unless only a later one knows the language', () => {
    const unknown = { url, label: 'Unknown', language: 'und' };
    expect(distinctSubtitles([plain, { ...plain, label: 'Again' }])).toEqual([plain]);
    expect(distinctSubtitles([unknown, plain])).toEqual([plain]);
  });

  test('tracks of one manifest have one URL, and are distinguished by what they are', () => {
    const track = { ...plain, delivery: 'in-manifest' as const };
    const all = [
      track,
      { ...track, language: 'de' },
      { ...track, label: 'English (UK)' },
      { ...track, kind: 'sdh' as const },
    ];
    expect(distinctSubtitles([...all, ...all])).toEqual(all);
  });
});
