import { z } from 'zod';
import { playlistQuery, steeringQuery } from '../../contract/query.ts';
import { playlistHeaders, steeringHeaders } from './openapi-headers.ts';
import { samplePlaylist } from './sample-playlist.ts';

type Json = Record<string, unknown>;

interface Shared {
  readonly tags: readonly string[];
  readonly security: readonly Json[];
  readonly titleParameters: readonly Json[];
  readonly errors: Readonly<Record<string, Json>>;
  readonly errorReferences: (...statuses: string[]) => Record<string, Json>;
  readonly withoutBodies: (responses: Record<string, Json>) => Record<string, Json>;
  readonly preflight: Json;
}

const PLAYLIST = await samplePlaylist();

const STEERING = {
  VERSION: 1,
  TTL: 300,
  'RELOAD-URI':
    'steering.json?mediaType=tv&tmdbId=1396&season=1&episode=1&p=h3Xq0pYc1ZbM.t9k2ao.Zk3q_1&p=h3Xq0pYc1ZbM.t9k3xc.Zk3q_1',
  'PATHWAY-PRIORITY': ['h3Xq0pYc1ZbM.t9k3xc.Zk3q_1', 'h3Xq0pYc1ZbM.t9k2ao.Zk3q_1'],
  'PATHWAY-CLONES': [
    {
      'BASE-ID': 'h3Xq0pYc1ZbM.t9k2ao.Zk3q_1',
      ID: 'h3Xq0pYc1ZbM.t9k3xc.Zk3q_1',
      'URI-REPLACEMENT': { 'PER-VARIANT-URIS': { k2Vb81qLx0: 'https://media.example.com/1396/s01e01/720p.m3u8' } },
    },
  ],
};

const text = { type: 'string' } as const;
const addresses = { type: 'object', additionalProperties: text } as const;

/** As draft-pantos-hls-rfc8216bis describes it, section 7.2. */
const MANIFEST = {
  type: 'object',
  required: ['VERSION', 'TTL', 'RELOAD-URI', 'PATHWAY-PRIORITY'],
  properties: {
    VERSION: { type: 'integer', const: 1 },
    TTL: { type: 'integer', minimum: 1, description: 'Seconds until the player asks again.' },
    'RELOAD-URI': { ...text, description: 'Where it asks then, relative to this answer.' },
    'PATHWAY-PRIORITY': { type: 'array', minItems: 1, items: text, description: 'The first that works is used.' },
    'PATHWAY-CLONES': {
      type: 'array',
      description: 'Renewed links, as copies of a pathway of the playlist.',
      items: {
        type: 'object',
        required: ['BASE-ID', 'ID', 'URI-REPLACEMENT'],
        properties: {
          'BASE-ID': text,
          ID: text,
          'URI-REPLACEMENT': {
            type: 'object',
            properties: { 'PER-VARIANT-URIS': addresses, 'PER-RENDITION-URIS': addresses },
          },
        },
      },
    },
  },
};

/** A parameter of one of these queries alone. */
function ownParameter(query: z.ZodType, name: string, required: boolean): Json {
  const { oneOf } = z.toJSONSchema(query, { io: 'input' }) as { oneOf: { properties: Record<string, Json> }[] };
  const { description, example, ...schema } = oneOf[0]!.properties[name]!;
  return { name, in: 'query', required, description, example, schema };
}

/** The operations by which a title plays: the playlist, and the steering server that it names. */
export function playbackOperations({
  tags,
  security,
  titleParameters,
  errors,
  errorReferences,
  withoutBodies,
  preflight,
}: Shared) {
  const common = { tags, security };
  const playlist = {
    ...common,
    parameters: [...titleParameters, ownParameter(playlistQuery, 'source', false)],
  };
  const steering = {
    ...common,
    parameters: [...titleParameters, { ...ownParameter(steeringQuery, 'p', true), style: 'form', explode: true }],
  };
  const { '401': _preferencesOnly, '410': _onlyOfSteering, '413': _recordsOnly, ...playlistErrors } = errors;
  const found = {
    '200': {
      description: 'The playlist.',
      headers: playlistHeaders(200),
      content: { 'application/vnd.apple.mpegurl': { schema: text, example: PLAYLIST } },
    },
    '304': { description: 'It has not changed since the tag in `If-None-Match`.', headers: playlistHeaders(304) },
  };
  const steered = {
    '200': {
      description: 'Which pathway to use, and the links that have been renewed.',
      headers: steeringHeaders(),
      content: { 'application/json': { schema: MANIFEST, example: STEERING } },
    },
  };
  const refusals = ['400', '403', '410', '429', '500', '503', '504'];
  return {
    playlist: {
      get: {
        operationId: 'playlist',
        summary: 'One link that plays',
        description:
          "An HLS playlist of the title's best adaptive source, or of the one that `source` names. Its player moves to " +
          'renewed links and to mirrors without a gap, where it knows content steering.',
        ...playlist,
        responses: { ...found, ...errorReferences(...Object.keys(playlistErrors)) },
      },
      head: {
        operationId: 'headPlaylist',
        summary: 'The headers of the playlist, without its body',
        ...playlist,
        responses: withoutBodies({ ...found, ...playlistErrors }),
      },
      options: { ...preflight, operationId: 'playlistOptions' },
    },
    steering: {
      get: {
        operationId: 'steering',
        summary: 'Which of its links a player uses',
        description:
          'The steering manifest of HLS content steering. Players ask for it by the address in the playlist. It never ' +
          'waits for a provider and is not refused by the rate limit. Parameters of players (`_HLS_…`) are ignored.',
        ...steering,
        responses: { ...steered, ...errorReferences(...refusals) },
      },
      head: {
        operationId: 'headSteering',
        summary: 'The headers of the steering answer, without its body',
        ...steering,
        responses: withoutBodies({
          ...steered,
          ...Object.fromEntries(refusals.map((status) => [status, errors[status]!])),
        }),
      },
      options: { ...preflight, operationId: 'steeringOptions' },
    },
  };
}
