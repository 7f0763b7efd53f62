import { brotliCompressSync } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { packedPlayback } from '../../lambda/playback/stored-playback.ts';
import { multivariantPlaylist } from '../manifests.ts';
import { DATA, ETAG, LADDER, SOURCE_COUNT, SUBTITLE_COUNT } from './answer.ts';

const HOUR_MS = 60 * 60_000;

/** The answer's item in the cache table, stored at `now` (milliseconds since 1970). */
export const answerItem = (now: number) => ({
  version: 2,
  kind: 'answer',
  storedAt: now,
  freshUntil: now + HOUR_MS,
  staleUntil: now + 2 * HOUR_MS,
  generation: 0,
  body: brotliCompressSync(DATA),
  playback: packedPlayback([{ ...LADDER, text: multivariantPlaylist(), mirrors: [] }], () => LADDER.url),
  etag: ETAG,
  sourceCount: SOURCE_COUNT,
  subtitleCount: SUBTITLE_COUNT,
  bestQuality: '2160p',
});

/**
 * Stands in for the tables: answers every call at once from memory, so that only the cost of our code is measured.
 * With `BENCH_TABLE=empty` in the environment, no title has an entry.
 */
export function createTableClient(): DynamoDBDocumentClient {
  const item = process.env.BENCH_TABLE === 'empty' ? undefined : answerItem(Date.now());
  const salt = new Uint8Array(32);
  const send = async (command: unknown): Promise<unknown> => {
    if (!(command instanceof GetCommand)) return { Attributes: { requests: 1 } };
    const pk = command.input.Key?.pk as string;
    if (pk.startsWith('salt#')) return { Item: { salt } };
    return pk.endsWith('#purges') || item === undefined ? {} : { Item: item };
  };
  return { send } as unknown as DynamoDBDocumentClient;
}
