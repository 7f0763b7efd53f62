import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { VideoData } from '../../../contract/answer.ts';
import validate from '../../../contract/generated/steering-event.js';
import { ApiError } from '../../api-error.ts';
import { boundedCall } from '../../bounded-call.ts';
import type { AnswerEntry, CacheEntry } from '../../cache/entry.ts';
import type { Renewal } from '../../cache/renewals.ts';
import { DeadlineError } from '../../deadline.ts';
import type { TitleLinks } from '../../delivery/title-links.ts';
import type { RequestLimiter } from '../../middleware/request-limiter.ts';
import { UnwritableError } from '../../playback/attribute-list.ts';
import { type Pathway, parsedPathway } from '../../playback/pathway-id.ts';
import { type Pathways, pathwaysOf } from '../../playback/playlist.ts';
import { isNewer, RENEWAL_AHEAD_MS, type SteeringManifest, steeringManifest } from '../../playback/steering.ts';
import { type Content, contentKey, contentOf } from '../../stream/content.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { type RouteRequest, validQuery } from '../route-handler.ts';
import { deliveredGroup, originId, signsAny } from './delivered-group.ts';
import { type MasterReader, playableGroup } from './playable-group.ts';
import { NO_REFERRER, type PlaybackOptions } from './playlist-route.ts';
import { steeringUri } from './steering-uri.ts';

export interface SteeringOptions extends PlaybackOptions {
  readonly limiter: RequestLimiter;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The sources that are not well, where the stage looks. It never rejects. */
  readonly unwell?: (() => Promise<UnwellSources>) | undefined;
}

/** A player gives a steering request ten seconds; a viewer whose links expire has less. All reads have this long. */
const LOOK_MS = 400;
const MASTER_MS = 250;

/** From media hosts, for one request: it is not counted, and its query may name every source of a title. */
const MOST_READS = 3;

/** Seconds: a refresh is under way, or nothing is known. */
const SOON = 5;
const LATER = 60;

/** By key of the content, then by id. */
type UnwellSources = ReadonlyMap<string, ReadonlyMap<string, { readonly condition: string }>>;

type Held = readonly [Pathway, ...Pathway[]];

/**
 * `GET /api/stream/steering.json`: which pathway a player uses, and the renewed links. It keeps nothing about a player:
 * the query has what that player holds. It never waits for a provider and never refuses a title.
 */
export function steeringRoute(options: SteeringOptions) {
  return { validate, answer: (request: RouteRequest) => steeringAnswer(options, request) };
}

/** @throws ApiError `removed` for a title that is not available any more and whose links have expired */
async function steeringAnswer(
  options: SteeringOptions,
  { event, context }: RouteRequest,
): Promise<APIGatewayProxyResult> {
  const { clock, random } = options;
  const content = contentOf(validQuery(event));
  context.content = content;
  const owned = ownedBy(event);
  const now = clock.now();
  const found = await look(options, { event, context }, content, owned);
  const { refresh, entry } = found.renewal;
  if (entry?.kind === 'not-found' && owned.every((pathway) => hasExpired(pathway, now))) {
    throw new ApiError('removed');
  }
  const isWaiting = refresh === 'started' || refresh === 'under-way' || isWorthAsking(found, owned, now);
  const facts = {
    owned,
    isHealthy: (source: string) => found.unwell?.get(contentKey(content))?.get(source)?.condition !== 'down',
    askAgain: isWaiting ? SOON : isKnown(found, owned, now) ? undefined : LATER,
    reloadUri: (pathways: readonly string[]) => steeringUri(content, pathways),
    now,
    random,
  };
  const manifest = written({ ...facts, offered: found.offered });
  measure(manifest, { event, context }, owned, found, now);
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...NO_REFERRER };
  return { statusCode: 200, headers, body: JSON.stringify(manifest) };
}

/** The validator has passed them. */
function ownedBy({ multiValueQueryStringParameters: query }: APIGatewayProxyEvent): Held {
  const [first, ...others] = (query?.p ?? []).flatMap((each) => parsedPathway(each) ?? []);
  if (first === undefined) throw new ApiError('validation');
  return [first, ...others];
}

interface Found {
  readonly renewal: Renewal;
  readonly offered: Pathways | undefined;
  /** Its master could not be read in time. A container goes on reading it. */
  readonly isUnread?: boolean;
  readonly unwell?: UnwellSources | undefined;
}

const NOTHING: Found = { renewal: { entry: undefined, refresh: 'failed', isUnknown: true }, offered: undefined };
/** The table has nothing newer: the renewal is about to begin. */
const BEGINNING: Found = { renewal: { entry: undefined, refresh: 'under-way', isUnknown: false }, offered: undefined };

/** What cache and master have; as much of it as is known in time, whatever hangs. */
async function look(
  { cache, clock, limiter, readMaster, unwell, delivery: deliveryOf }: SteeringOptions,
  { event, context }: Pick<RouteRequest, 'event' | 'context'>,
  content: Content,
  owned: Held,
): Promise<Found> {
  let found = NOTHING;
  const ids = new Set(owned.map(({ source }) => source));
  let links: TitleLinks | undefined;
  // Where the stage's own CDN signs, the entry has all that a renewal needs.
  const isEnough = (entry: CacheEntry) =>
    holdsLonger(owned, clock.now()) ||
    (entry.kind === 'answer' && links !== undefined && signsAny(entry, ids, links)) ||
    isRenewal(entry, owned);
  const mayRefresh = async () => {
    // Nobody has asked for the title for long, and its player has no need yet.
    if (holdsLonger(owned, clock.now())) return false;
    found = BEGINNING;
    limiter.start(event, context);
    return (await context.deciding)?.allowed === true;
  };
  const looking = async (signal: AbortSignal): Promise<Found> => {
    const looked = unwell?.();
    const delivery = await deliveryOf?.();
    links = await delivery?.links();
    const renewal = await (await cache.renewals()).find(content, { isEnough, mayRefresh });
    const { entry } = renewal;
    found = { renewal, offered: undefined, isUnread: entry?.kind === 'answer' };
    if (entry?.kind === 'answer')
      found = { renewal, ...(await pathwaysIn(entry, owned, { readMaster, signal, delivery, links })) };
    return { ...found, unwell: await looked };
  };
  return boundedCall(clock, LOOK_MS, looking).catch((error) => {
    // Nothing else of the response waits for a decision that hangs.
    context.deciding = undefined;
    return error instanceof DeadlineError ? found : NOTHING;
  });
}

/** Whether what the player would use lives for longer than a renewal is asked for ahead. */
function holdsLonger(owned: Held, now: number): boolean {
  return owned.some(({ expiresAt }) => expiresAt === undefined || expiresAt * 1000 - now >= RENEWAL_AHEAD_MS);
}

/** Whether an answer has other links for one of the sources: of the same file, as the id says. */
function isRenewal(entry: CacheEntry, owned: Held): boolean {
  if (entry.kind !== 'answer') return true;
  const { sources } = JSON.parse(entry.data) as VideoData;
  const listed = sources.filter(({ id }) => owned.some(({ source }) => source === id));
  // None of them: another extraction has other sources, and asking again would change nothing.
  if (listed.length === 0) return true;
  return listed.some(({ id, expiresAt }) => {
    const own = owned.filter(({ source }) => source === id);
    // The player knows an expiry out of a master that the extraction could not read: there may be nothing newer.
    if (expiresAt === undefined) return false;
    const expiry = Math.floor(Date.parse(expiresAt) / 1000);
    return !own.some((pathway) => pathway.expiresAt === expiry);
  });
}

interface ReadingOptions {
  readonly readMaster: MasterReader | undefined;
  readonly signal: AbortSignal;
  readonly delivery: Delivery | undefined;
  readonly links: TitleLinks | undefined;
}

async function pathwaysIn(
  entry: AnswerEntry,
  owned: Held,
  { readMaster, signal, delivery, links }: ReadingOptions,
): Promise<Pick<Found, 'offered' | 'isUnread'>> {
  let isUnread = false;
  let reads = 0;
  const bounded: MasterReader | undefined =
    readMaster &&
    (async (...link) => {
      reads += 1;
      if (reads > MOST_READS) throw new Error('enough masters were asked for');
      return readMaster(...link);
    });
  const expiries = latestExpiries(owned);
  const quick = AbortSignal.any([signal, AbortSignal.timeout(MASTER_MS)]);
  for (const source of new Set(owned.map((pathway) => pathway.source))) {
    const wanted = links ? originId(entry, source, links) : source;
    const stored = await playableGroup(entry, wanted, { readMaster: bounded, signal: quick }).catch(() => {
      isUnread = true;
      return undefined;
    });
    const group = stored && delivery ? await deliveredGroup(stored, delivery, { named: source, expiries }) : stored;
    if (group === undefined) continue;
    try {
      return { offered: pathwaysOf(group) };
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
    }
  }
  return { offered: undefined, isUnread };
}

/** By the id of the source, in seconds since 1970. */
function latestExpiries(owned: Held): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { source, expiresAt = 0 } of owned) latest.set(source, Math.max(latest.get(source) ?? 0, expiresAt));
  return latest;
}

/** Renewed links are there and cannot be used yet, and the player has some time left. */
function isWorthAsking({ renewal: { entry }, isUnread = false }: Found, owned: Held, now: number): boolean {
  if (!isUnread || entry === undefined || !isRenewal(entry, owned)) return false;
  return !holdsLonger(owned, now) && !owned.every((pathway) => hasExpired(pathway, now));
}

const hasExpired = ({ expiresAt }: Pathway, now: number): boolean => expiresAt !== undefined && expiresAt * 1000 <= now;

/** Whether the links of the answer can be relied on: the title is known, or the player's own still live. */
function isKnown({ renewal, offered }: Found, owned: Held, now: number): boolean {
  return (offered !== undefined && isNewer(offered, owned)) || (!renewal.isUnknown && holdsLonger(owned, now));
}

/** Without the offer where its addresses cannot be written. */
function written(facts: Parameters<typeof steeringManifest>[0]): SteeringManifest {
  try {
    return steeringManifest(facts);
  } catch (error) {
    if (error instanceof UnwritableError) return steeringManifest({ ...facts, offered: undefined });
    throw error;
  }
}

function measure(
  manifest: SteeringManifest,
  { event, context }: Pick<RouteRequest, 'event' | 'context'>,
  owned: Held,
  { renewal }: Found,
  now: number,
): void {
  const { measured } = context;
  measured.push(['SteeringAnswers', 1]);
  const first = parsedPathway(manifest['PATHWAY-PRIORITY'][0]!)!;
  const isNew = !owned.some((pathway) => pathway.source === first.source && pathway.expiresAt === first.expiresAt);
  if (isNew) measured.push(['SteeringRenewals', 1]);
  if (renewal.refresh === 'started') measured.push(['SteeringRefreshes', 1], ['RefreshesStarted', 1]);
  if (renewal.refresh === 'failed') measured.push(['RefreshesNotStarted', 1]);
  if (hasExpired(first, now)) measured.push(['SteeringExpired', 1]);
  const current = parsedPathway(event.multiValueQueryStringParameters?._HLS_pathway?.[0] ?? '');
  if (current !== undefined && current.source !== first.source) measured.push(['PathwaySwitches', 1]);
}
