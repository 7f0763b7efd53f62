/**
 * Words that refine a language, by its tag and then by the resulting tag: regions and scripts in English, in the
 * language itself and, where they are most often needed, in German and French. Scripts come first. Words of three
 * letters and fewer count only next to the language's name. Separated by commas.
 */
export const VARIANTS_OF_LANGUAGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  az: scripts('az'),
  bs: scripts('bs'),
  de: {
    'de-AT': 'Austria, Austrian, Österreich',
    'de-CH': 'Switzerland, Swiss, Schweiz',
    'de-DE': 'Germany, Deutschland',
  },
  en: {
    'en-AU': 'Australia, Australian, AU',
    'en-CA': 'Canada, Canadian, CA',
    'en-GB': 'United Kingdom, Great Britain, British, Britain, England, UK, GB',
    'en-US': 'United States, American, America, USA, US',
  },
  es: {
    'es-419':
      'Latin America, Latin American, Latin, Latam, Lat Am, Latino, Latina, Latinoamérica, Latinoamericano, ' +
      'Latinoamericana, Lateinamerika, Amérique latine, América Latina, Hispanoamérica, Hispanoamericano, 419, ' +
      'LA, Lat',
    'es-ES': 'Spain, España, European, Europeo, Europe, Castilian, Castellano, Peninsular, EU',
    'es-MX': 'Mexico, Mexican, México, Mexicano, MX',
  },
  fr: {
    'fr-CA': 'Canada, Canadian, Canadien, Canadienne, Québec, Québécois, VFQ, CA, QC',
    'fr-FR': 'France, European, VFF, EU',
    'fr-BE': 'Belgium, Belgian, Belgique, Belge',
    'fr-CH': 'Switzerland, Swiss, Suisse',
  },
  nl: { 'nl-BE': 'Flemish, Vlaams, Belgium, België, BE', 'nl-NL': 'Netherlands, Nederland' },
  pt: {
    'pt-BR': 'Brazil, Brazilian, Brasil, Brasileiro, Brasileira, Brasilien, Brésil, BR',
    'pt-PT': 'Portugal, European, Europeu, Europeia, Europe, Iberian, EU',
  },
  sr: scripts('sr'),
  uz: scripts('uz'),
  zh: {
    yue: 'Cantonese, 粵語, 粤语, 廣東話, 广东话',
    'zh-Hant':
      'Traditional, Traditionnel, Traditionell, Tradicional, Trad, Hant, CHT, TRA, TC, Big5, 繁體, 繁体, 繁體字, 繁体字, ' +
      '繁中, 正體, 繁',
    'zh-Hans':
      'Simplified, Simplifié, Vereinfacht, Simplificado, Simp, Hans, CHS, SIM, SC, 简体, 簡體, 简体字, 簡体, 简中, 簡中, 简, ' +
      '簡',
    'zh-HK': 'Hong Kong, Hongkong, 香港, HK',
    'zh-TW': 'Taiwan, Taiwanese, 台灣, 臺灣, 台湾, TW',
    'zh-SG': 'Singapore, 新加坡, SG',
    'zh-CN': 'Mainland China, Mainland, China, 中国, 中國, 大陆, 大陸, CN',
  },
};

function scripts(language: string): Readonly<Record<string, string>> {
  return {
    [`${language}-Latn`]: 'Latin, Latinica, Latinicom, Latn, Латиница, Lat',
    [`${language}-Cyrl`]: 'Cyrillic, Ćirilica, Ћирилица, Кирилиця, Cyrl, Cyr, Ćir',
  };
}

/** Languages with their own tag that are often stated by the tag of a larger one (ISO 639-3 macrolanguages). */
export const LARGER_LANGUAGE: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', yue: 'zh', nan: 'zh' };
