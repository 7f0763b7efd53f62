import type { Source, VideoData } from '../../../contract/answer.ts';
import { rank } from '../../../contract/rank.ts';
import type { AnswerEntry } from '../../cache/entry.ts';
import type { Unwell } from '../../health/unwell-list.ts';
import { entityTag } from '../entity-tag.ts';

/**
 * The entry with what is known of its sources, in the order that follows; itself where nothing is known of any.
 *
 * @param unwell of its content, by id
 */
export function withHealth(entry: AnswerEntry, unwell: ReadonlyMap<string, Unwell>): AnswerEntry {
  const data = JSON.parse(entry.data) as VideoData;
  const isListed = ({ id }: Source): boolean => id !== undefined && unwell.has(id);
  if (!data.sources.some(isListed)) return entry;
  const sources = rank(data.sources.map((source) => marked(source, unwell.get(source.id ?? ''))));
  const text = JSON.stringify({ ...data, sources });
  return { ...entry, data: text, etag: entityTag(text) };
}

function marked(source: Source, unwell: Unwell | undefined): Source {
  if (unwell === undefined) return source;
  const checkedAt = new Date(unwell.checkedAt).toISOString();
  if (unwell.condition === 'no-cors') return { ...source, checkedAt, browser: false };
  return { ...source, health: unwell.condition, checkedAt };
}
