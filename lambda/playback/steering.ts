import { MAX_PATHWAYS } from '../../contract/bounds.ts';
import { UnwritableError } from './attribute-list.ts';
import { pathwayUris } from './ladder.ts';
import { type Pathway, pathwayId } from './pathway-id.ts';
import type { Pathways, PlaylistSource } from './playlist.ts';

/** All that the order of pathways depends on. */
export interface PathwayState {
  /** PATHWAY-ID. */
  readonly id: string;
  readonly healthy: boolean;
  /** Milliseconds since 1970; undefined where its links do not expire. */
  readonly expiresAt: number | undefined;
}

/** A steering manifest (draft-pantos-hls-rfc8216bis, 7.2). */
export interface SteeringManifest {
  readonly VERSION: 1;
  /** Seconds until the player asks again. */
  readonly TTL: number;
  readonly 'RELOAD-URI': string;
  readonly 'PATHWAY-PRIORITY': readonly string[];
  readonly 'PATHWAY-CLONES'?: readonly PathwayClone[];
}

interface PathwayClone {
  readonly 'BASE-ID': string;
  readonly ID: string;
  readonly 'URI-REPLACEMENT': {
    readonly 'PER-VARIANT-URIS': Readonly<Record<string, string>>;
    readonly 'PER-RENDITION-URIS'?: Readonly<Record<string, string>>;
  };
}

/** From this on, before a link expires, a steering request asks for its renewal. */
export const RENEWAL_AHEAD_MS = 120_000;

/** A player asks again this long before its links expire, within these bounds. */
const TTL_AHEAD_SECONDS = 60;
const SHORTEST_TTL = 5;
const LONGEST_TTL = 300;
const JITTER = 0.2;

export interface SteeringFacts {
  /** What the client holds; the first is a pathway of the playlist itself. */
  readonly owned: readonly [Pathway, ...Pathway[]];
  /** What the cache has for it now; undefined where it has nothing, or nothing that can be read. */
  readonly offered: Pathways | undefined;
  /** Whether a source is well. */
  readonly isHealthy: (source: string) => boolean;
  /** A renewal is under way, or the state of the title is not known: seconds until it is worth asking again. */
  readonly askAgain?: number | undefined;
  readonly reloadUri: (pathways: readonly string[]) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Whether there are links that the client does not hold. */
export function isNewer(offered: Pathways, owned: readonly Pathway[]): boolean {
  const ids = new Set(owned.map(pathwayId));
  return offered.pathways.some(({ id }) => !ids.has(id));
}

/**
 * The steering answer. New links are clones of a pathway that the playlist has, with an address for every stream of it;
 * where the streams are other ones, no clone is offered.
 */
export function steeringManifest(facts: SteeringFacts): SteeringManifest {
  const { owned, isHealthy, now } = facts;
  const base = owned[0];
  const offered = exchangeable(facts.offered, base.ladder);
  const originals = new Set(
    [...Map.groupBy(owned, ({ source }) => source).values()].map(([first]) => pathwayId(first!)),
  );
  const clones = (offered?.pathways ?? []).filter(({ id }) => !originals.has(id));
  const current: PathwayState[] = (offered?.pathways ?? []).map(({ id, source }) => ({
    id,
    healthy: isHealthy(source.id),
    // As the id has it, so that no answer depends on a part of a second.
    expiresAt: source.expiresAt === undefined ? undefined : Math.floor(source.expiresAt / 1000) * 1000,
  }));
  const known = new Set(current.map(({ id }) => id));
  const former = owned
    .map((pathway): PathwayState => ({ ...stateOf(pathway), healthy: isHealthy(pathway.source) }))
    .filter(({ id }) => !known.has(id) && known.add(id))
    .sort((one, other) => (other.expiresAt ?? Infinity) - (one.expiresAt ?? Infinity));
  const priority = inOrder([...current, ...former], now);
  const alive = new Set(priority.map(({ id }) => id));
  const kept = owned.map(pathwayId).filter((id) => originals.has(id) || alive.has(id));
  const reload = [...new Set([...kept, ...clones.map(({ id }) => id)])].slice(0, MAX_PATHWAYS);
  return {
    VERSION: 1,
    TTL: ttlOf(priority[0]!, facts),
    'RELOAD-URI': facts.reloadUri(reload),
    'PATHWAY-PRIORITY': priority.map(({ id }) => id),
    ...(clones.length > 0 && {
      'PATHWAY-CLONES': clones.map(({ id, source }) => cloneOf(offered!, id, source, pathwayId(base))),
    }),
  };
}

function exchangeable(offered: Pathways | undefined, ladder: string): Pathways | undefined {
  return offered?.master.canBeCloned && !offered.master.isSteered && offered.master.ladder === ladder
    ? offered
    : undefined;
}

const stateOf = (pathway: Pathway): Omit<PathwayState, 'healthy'> => ({
  id: pathwayId(pathway),
  expiresAt: pathway.expiresAt === undefined ? undefined : pathway.expiresAt * 1000,
});

/** Healthy ones first, else as they are. One that has expired is listed only where all have. */
function inOrder(states: readonly PathwayState[], now: number): PathwayState[] {
  const alive = states.filter(({ expiresAt }) => expiresAt === undefined || expiresAt >= now + 1000);
  return (alive.length > 0 ? alive : [...states]).toSorted((one, other) => Number(other.healthy) - Number(one.healthy));
}

/** About the pathway that comes first in this very answer, and never beyond the life of its links. */
function ttlOf({ expiresAt }: PathwayState, { now, random, askAgain }: SteeringFacts): number {
  const left = expiresAt === undefined ? Number.POSITIVE_INFINITY : (expiresAt - now) / 1000;
  const most = left >= 1 ? Math.floor(left) : Number.POSITIVE_INFINITY;
  if (askAgain !== undefined) return Math.min(askAgain, most);
  if (left < 1) return SHORTEST_TTL;
  const ttl = Math.min(LONGEST_TTL, Math.max(SHORTEST_TTL, left - TTL_AHEAD_SECONDS));
  return Math.min(most, Math.max(SHORTEST_TTL, Math.floor(ttl * (1 - JITTER * random()))));
}

function cloneOf({ master }: Pathways, id: string, source: PlaylistSource, base: string): PathwayClone {
  const { variants, renditions } = pathwayUris(master, source);
  if (Object.keys(variants).length === 0) throw new UnwritableError('a clone without variants');
  return {
    'BASE-ID': base,
    ID: id,
    'URI-REPLACEMENT': {
      'PER-VARIANT-URIS': variants,
      ...(Object.keys(renditions).length > 0 && { 'PER-RENDITION-URIS': renditions }),
    },
  };
}
