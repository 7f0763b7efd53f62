import type { VideoData } from '../answer.ts';

/**
 * Whether a value is what the API answers, as far as anybody relies on it: sources, never none, and subtitles, each with
 * a link. Fields may be added to an answer at any time, so the rest is not looked at.
 */
export function isVideoData(value: unknown): value is VideoData {
  const { sources, subtitles } = Object(value);
  return isListOf(sources, 'quality', 'type') && sources.length > 0 && isListOf(subtitles, 'label', 'language');
}

const isListOf = (value: unknown, ...facts: string[]): value is unknown[] =>
  Array.isArray(value) &&
  value.every((entry) => {
    const link = Object(entry);
    const texts = ['url', ...facts, ...('expiresAt' in link ? ['expiresAt'] : [])];
    return texts.every((name) => typeof link[name] === 'string') && /^https?:\/\/[^/\s]\S*$/i.test(link.url);
  });
