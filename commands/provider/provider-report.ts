import type { Source, VideoData } from '../../contract/answer.ts';
import { counted } from '../counted.ts';
import { printable } from '../printable.ts';
import type { ApiAnswer, ProviderReport } from './check-provider.ts';

/** The outcome of a check as lines of text. */
export function reportText({ url, deviations, answer }: ProviderReport): string {
  const lines = [
    deviations.length === 0 ? `${url} conforms.` : `${url}: ${counted(deviations.length, 'deviation')}`,
    ...deviations.map(({ field, message }) => `  ${field} ${message}`),
    ...(answer ? ['', ...answerLines(answer)] : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function answerLines({ status, data, manifests }: ApiAnswer): string[] {
  const opened = Object.entries(manifests ?? {}).filter(([, count]) => count > 0);
  return [
    `The API would answer ${status}${data ? ' with' : '.'}`,
    ...(data ? dataLines(data) : []),
    ...(opened.length > 0 ? [`Manifests: ${opened.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}.`] : []),
  ];
}

function dataLines({ sources, subtitles, poster, duration }: VideoData): string[] {
  return [
    ...sources.map((source) => `  ${source.quality.padEnd(6)} ${source.type.padEnd(5)} ${source.url}${facts(source)}`),
    ...subtitles.map(({ language, label, url }) => `  subtitle ${language} "${label}" ${url}`),
    ...(poster ? [`  poster ${poster}`] : []),
    ...(duration ? [`  duration ${duration} s`] : []),
  ];
}

function facts({ expiresAt, variants }: Source): string {
  const qualities = variants?.map(({ quality }) => quality).join(', ');
  return `${qualities ? ` (${qualities})` : ''}${expiresAt ? `, until ${expiresAt}` : ''}`;
}
