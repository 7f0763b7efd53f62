import type { APIGatewayProxyResult } from 'aws-lambda';
import { RETRY_AFTER_SECONDS } from '../../../contract/bounds.ts';
import validate from '../../../contract/generated/playlist-event.js';
import { ApiError } from '../../api-error.ts';
import { type AnswerEntry, LINK_MARGIN_MS } from '../../cache/entry.ts';
import { UnwritableError } from '../../playback/attribute-list.ts';
import type { Master } from '../../playback/ladder.ts';
import { type PlaylistRequest, playlistText } from '../../playback/playlist.ts';
import { LONGEST_MASTER } from '../../playback/stored-playback.ts';
import { cacheResponse, cachingHeaders, matches } from '../cache-response.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { DeliveryOf } from '../delivery/delivery-of.ts';
import { entityTag } from '../entity-tag.ts';
import type { ViewerWishes } from '../prefer/viewer-wishes.ts';
import type { RouteRequest } from '../route-handler.ts';
import { type LookupOptions, titleLookup } from '../title-lookup.ts';
import { deliveredGroup, originId } from './delivered-group.ts';
import { type GroupOptions, type MasterReader, type PlayableGroup, playableGroup } from './playable-group.ts';
import { steeringUri } from './steering-uri.ts';

export interface PlaybackOptions extends LookupOptions {
  readonly readMaster?: MasterReader | undefined;
  /** The CDNs that links lead through, where the stage has some. */
  readonly delivery?: DeliveryOf | undefined;
}

export interface PlaylistOptions extends PlaybackOptions {
  /** What viewers would rather have. */
  readonly wishes: ViewerWishes;
}

/** `GET /api/stream/playlist.m3u8`: one HLS playlist for a title, out of the same cache as its sources. */
export function playlistRoute(options: PlaylistOptions) {
  return { validate, answer: (request: RouteRequest) => playlistAnswer(options, request) };
}

/** @throws ApiError there is none */
async function playlistAnswer(options: PlaylistOptions, request: RouteRequest): Promise<APIGatewayProxyResult> {
  const { readMaster, wishes } = options;
  const { event, deadline, context } = request;
  const lookup = titleLookup(options, request);
  const delivering = options.delivery?.();
  const result = await lookup.result;
  const facts = lookup.factsNow();
  // Without an answer it is the error of `/extract`.
  if (result.result !== 'answer') return cacheResponse(result, facts);

  const source = event.multiValueQueryStringParameters?.source?.[0];
  const finished = lookup.finish ? await lookup.finish(result.entry) : result.entry;
  const { wish } = context;
  const entry = wish ? wishes.answer(finished, wish).entry : finished;
  let applied = '';
  const ordered = (master: Master): Master => {
    if (!wish) return master;
    applied = wishes.appliedToMaster(master, wish);
    return wishes.master(master, wish);
  };
  const delivery = await delivering;
  const within = deadline();
  const found = await firstWritten(entry, source, {
    read: { readMaster, signal: within.signal },
    delivery,
    uri: (pathways) => steeringUri(lookup.content, pathways),
    ordered,
  })
    .catch((cause) => {
      throw new ApiError('unavailable', { cause, retryAfter: RETRY_AFTER_SECONDS });
    })
    .finally(() => within.clear());
  const headers = { ...cachingHeaders(endingWith(result.entry, found?.group, delivery), facts), ...NO_REFERRER };
  if (found === undefined) throw noPlaylist(source, headers);
  const { text } = found;

  context.measured.push(['PlaylistsServed', 1]);
  if (applied !== '') headers['Preference-Applied'] = applied;
  headers.ETag = entityTag(text);
  if (matches(event, headers.ETag)) return { statusCode: 304, headers, body: '' };
  headers['Content-Type'] = 'application/vnd.apple.mpegurl';
  return { statusCode: 200, headers, body: text };
}

/** It may change with the next answer, and is not kept for as long as this one is. */
function noPlaylist(source: string | undefined, { Age: _, ...headers }: Record<string, string>): ApiError {
  const message =
    source === undefined
      ? 'This title has no HLS source.'
      : `No HLS source of this title has the id in source, and a master playlist of at most ${LONGEST_MASTER / 1024} KB.`;
  return new ApiError('notAvailable', { message, headers: { ...headers, 'Cache-Control': 'no-store' } });
}

/** The links in it are for this player, and their hosts need not know where it plays. */
export const NO_REFERRER: Record<string, string> = { 'Referrer-Policy': 'no-referrer' };

interface Written {
  readonly group: PlayableGroup;
  readonly text: string;
}

interface WritingOptions extends Pick<PlaylistRequest, 'ordered'> {
  readonly delivery: Delivery | undefined;
  readonly read: GroupOptions;
  readonly uri: (pathways: readonly string[]) => string;
}

/** The playlist of the first source that has one; where a source is named, of that one only. */
async function firstWritten(
  entry: AnswerEntry,
  source: string | undefined,
  { read, uri, ordered, delivery }: WritingOptions,
): Promise<Written | undefined> {
  const without = new Set<string>();
  const wanted = source && delivery ? originId(entry, source, await delivery.links()) : source;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = await playableGroup(entry, wanted, { ...read, without });
    if (stored === undefined) return undefined;
    const group = delivery ? await deliveredGroup(stored, delivery, { named: source }) : stored;
    const text = group && written({ ...group, ordered }, uri);
    if (group && text !== undefined) return { group, text };
    for (const { id } of stored.sources) without.add(id);
  }
  return undefined;
}

/** Masters of one title that are tried. */
const MOST_TRIES = 5;

/** A master that the extraction did not see may list links that expire before the entry does. */
function endingWith(entry: AnswerEntry, group: PlayableGroup | undefined, delivery?: Delivery): AnswerEntry {
  const ends = Math.min(...(group?.sources ?? []).map(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt));
  const isSigned = group?.sources.some(({ through }) => through) ?? false;
  if (delivery && isSigned && ends < Number.POSITIVE_INFINITY && entry.freshUntil > entry.storedAt) {
    return { ...entry, sentLife: delivery.lifeOf(entry, ends) };
  }
  const until = Math.max(entry.storedAt, ends - LINK_MARGIN_MS);
  return { ...entry, freshUntil: Math.min(entry.freshUntil, until), staleUntil: Math.min(entry.staleUntil, until) };
}

/** Undefined for a master that cannot be rewritten: it plays as a source, and not as a playlist. */
function written(
  group: PlayableGroup & Pick<PlaylistRequest, 'ordered'>,
  uri: (pathways: readonly string[]) => string,
): string | undefined {
  try {
    return playlistText({ ...group, steeringUri: uri });
  } catch (error) {
    if (error instanceof UnwritableError) return undefined;
    throw error;
  }
}
