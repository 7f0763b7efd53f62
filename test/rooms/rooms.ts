import type { Room } from './room.ts';

/*
 * Every room that can be taken out. A line of a file that several rooms share, and a block of several lines, is a sign
 * that the seam could be smaller.
 */

const fallback: Room = {
  name: 'fallback',
  own: [
    'lambda/providers/fallback',
    'lambda/observability/extra-call-metrics.ts',
    'lib/functions/fallback.ts',
    'lib/monitoring/features/fallback.ts',
    'contract/settings/fallback.ts',
  ],
  lines: {
    'lib/stage/stage-settings.ts': ['settings/fallback.ts', 'fallback: fallbackSettings.optional()'],
    'lib/functions/extraction-access.ts': ["'./fallback.ts'", 'FALLBACK:'],
    'lib/functions/cache-namespace.ts': ["'./fallback.ts'"],
    'lib/monitoring/feature.ts': ['settings/fallback.ts', 'readonly fallback?:'],
    'lib/monitoring/watch-stage.ts': ['features/fallback.ts', '  fallback,'],
    'lambda/wiring/environment.ts': ['How several providers are asked', 'FALLBACK:'],
    'lambda/observability/request-metrics.ts': ['./extra-call-metrics.ts', 'extraCallMetrics(context.events)'],
    'lambda/functions/refresh.ts': ['extra-call-metrics.ts', 'extraCallMetrics(events)'],
    'local/console/metrics-view.ts': ['...(FALLBACK &&'],
    'tools/synthesise-all.ts': ['fallback:'],
  },
  blocks: { 'lambda/wiring/answer-extraction.ts': [['strategy: environment.FALLBACK', '        : undefined,']] },
  texts: {
    'lib/functions/cache-namespace.ts': [
      [', ...fallbackNamespace(settings)', ''],
      [" | 'fallback'", ''],
    ],
    'local/console/metrics-view.ts': [[', FALLBACK }', ' }']],
  },
};

const canary: Room = {
  name: 'canary',
  own: [
    'lambda/functions/canary.ts',
    'lambda/wiring/canary',
    'lib/functions/canary-function.ts',
    'lib/monitoring/features/canary.ts',
    'lib/stage/groups/canary.ts',
  ],
  lines: {
    'lib/bundling/functions.ts': ['  canaryEnvironment,', "entry: 'lambda/functions/canary.ts'"],
    'lib/monitoring/feature.ts': ['readonly canary?:'],
    'lib/monitoring/monitoring.ts': ['readonly canary?:', '      props.canary,'],
    'lib/monitoring/watch-stage.ts': ['features/canary.ts', '  canary,'],
    'lib/stage/stage-settings.ts': ['groups/canary.ts', 'canary: canary.optional()'],
    'lib/stage/stages.ts': ['const canary =', '  canary,'],
    'lib/stream-api-stack.ts': ['canary-function.ts', '      canary,', "'CanaryFunctionName'"],
    'tools/sam/test-sam.ts': ['stages.ts', 'The dev stage has none', 'const CANARY', "'canary/scheduled.json'"],
  },
  blocks: {
    'lambda/wiring/environment.ts': [['export const canaryEnvironment', 'export type CanaryEnvironment']],
    'lib/stream-api-stack.ts': [
      ['let canary:', '    }'],
      ['function visitedBy', '}'],
    ],
  },
  texts: {
    'tools/sam/test-sam.ts': [[', canary: CANARY', '']],
  },
};

const edge: Room = {
  name: 'edge',
  own: ['lib/edge', 'lib/stage/groups/edge.ts', 'bin/console-page.ts'],
  lines: {
    'bin/stream-api.ts': ['console-page.ts'],
    'lib/app.ts': ['./edge/console.ts', 'groups/edge.ts', 'Builds the console page', 'readonly consolePage?:'],
    'lib/health/health-function.ts': ['const own = edge?.domain'],
    'lib/stage/stage-settings.ts': ['groups/edge.ts', 'edge: edge.optional()'],
    'lib/stream-api-stack.ts': [
      './edge/access.ts',
      'const edge = settings.edge',
      'edge?.keys.map',
      'if (settings.edge)',
      '{edge.domain}',
    ],
    'local/stage-overrides.ts': ['There is no CloudFront', 'edge: null,'],
    'tools/synthesise-all.ts': ['console-page.ts'],
  },
  blocks: {
    'lib/app.ts': [['if (settings.edge) {', '  }']],
    'lib/stage/stage-settings.ts': [['if (settings.edge &&', '    }']],
    'tools/synthesise-all.ts': [['edge: {', '  },']],
  },
  texts: {
    'bin/stream-api.ts': [['{ checks: true, consolePage }', '{ checks: true }']],
    'lib/health/health-function.ts': [
      ['{ edge, corsOrigins }: StageSettings', '{ corsOrigins }: StageSettings'],
      ['...own, ', ''],
    ],
    'lib/stream-api-stack.ts': [
      ['if (edge?.domain === undefined) return', 'return'],
      ['visitedBy({ edge }: StageSettings', 'visitedBy(_settings: StageSettings'],
    ],
    'tools/synthesise-all.ts': [
      ['checks: true, bundles, consolePage, accountLogging', 'checks: true, bundles, accountLogging'],
    ],
  },
};

const playback: Room = {
  name: 'playback',
  own: [
    'lambda/playback',
    'lambda/wiring/playback',
    'lib/monitoring/features/playback.ts',
    'tools/openapi/playback-operations.ts',
    'tools/openapi/sample-playlist.ts',
    'tools/steering-cost.ts',
    'contract/generated/playlist-event.d.ts',
    'contract/generated/playlist-event.js',
    'contract/generated/steering-event.d.ts',
    'contract/generated/steering-event.js',
  ],
  lines: {
    'contract/routes.ts': ['A player stops steering for the rest'],
    'contract/query.ts': [
      'The query of `GET /api/stream/playlist.m3u8`',
      'The query of `GET /api/stream/steering.json`',
      'playlist: playlistQuery',
      'steering: steeringQuery',
    ],
    'lambda/functions/extract.ts': ['playback/playable-group.ts', 'let readMaster'],
    'lambda/wiring/extract-answer.ts': ['playback/stored-playback.ts', '...(masters &&'],
    'lambda/wiring/extract-handler.ts': [
      'playback/playable-group.ts',
      'Reads a master playlist that an entry',
      'readonly readMaster?:',
      'steering: later(',
    ],
    'lambda/wiring/prefer/preferred.ts': ['preferred-master.ts', 'readonly master ='],
    'lambda/wiring/prefer/viewer-wishes.ts': ['playback/ladder.ts'],
    'lib/monitoring/watch-stage.ts': ['features/playback.ts', '  playback,'],
    'tools/cost.ts': ['./steering-cost.ts'],
    'tools/openapi/openapi.ts': ['./playback-operations.ts'],
  },
  blocks: {
    'tools/cost.ts': [['## What playing costs', 'hours, and more often']],
    'tools/openapi/openapi.ts': [['...playbackOperations({', '    }),']],
    'contract/routes.ts': [
      ['  playlist: {', '  },'],
      ['  steering: {', '  },'],
    ],
    'contract/query.ts': [
      ['const source = z', '  });'],
      ['export const playlistQuery', ']);'],
      ['const pathways = z', '  });'],
      ['export const steeringQuery', ']);'],
    ],
    'lambda/functions/extract.ts': [['  readMaster: async', '  },']],
    'lambda/wiring/extract-handler.ts': [['playlist: later(', '    ),']],
    'lambda/wiring/prefer/viewer-wishes.ts': [['The master playlist in the order', '  }']],
  },
  texts: {
    'lambda/wiring/extract-answer.ts': [['{ data, masters, expiresAt', '{ data, expiresAt']],
    'lambda/wiring/extract-handler.ts': [['import { later, type RouteHandler', 'import { type RouteHandler']],
  },
};

const health: Room = {
  name: 'health',
  own: [
    'commands/health.ts',
    'commands/health/health-function.ts',
    'commands/health/health-report.ts',
    'contract/generated/health-environment.d.ts',
    'contract/generated/health-environment.js',
    'contract/local/health.ts',
    'lambda/functions/health.ts',
    'lambda/health',
    'lambda/wiring/finish/with-health.ts',
    'lambda/wiring/health',
    'lib/health',
    'lib/monitoring/features/health.ts',
    'lib/stage/groups/health.ts',
    'local/health',
    'tools/health-cost.ts',
    'web/src/health',
  ],
  lines: {
    'lambda/functions/extract.ts': [
      'finish/finisher.ts',
      'health/unwell-look.ts',
      'const { HEALTH_TABLE }',
      'const look =',
      'finisher: look',
      'unwell: look',
    ],
    'lambda/wiring/answer-extraction.ts': [
      "health/recent-titles.ts';",
      'type NoteTitle =',
      'let note:',
      'import type { Content }',
    ],
    'lambda/wiring/environment.ts': [
      'Of what is known of the health',
      'HEALTH_TABLE: z.string()',
      'The share of extractions that are noted',
      'NOTED_SHARE: share',
    ],
    'lambda/wiring/extract-handler.ts': [
      'health/unwell-look.ts',
      'that are not well, for steering',
      'readonly unwell?:',
    ],
    'lambda/wiring/finish/finisher.ts': ['health/unwell-look.ts'],
    'lib/bundling/functions.ts': ['  healthEnvironment,', 'lambda/functions/health.ts'],
    'lib/functions/extraction-access.ts': ['HEALTH_TABLE:', 'NOTED_SHARE:'],
    'lib/monitoring/watch-stage.ts': ['features/health.ts', '  health,'],
    'lib/stage/stage-settings.ts': ['groups/health.ts', 'health: health.optional()'],
    'lib/stream-api-stack.ts': [
      'health/health-function.ts',
      'health/health-table.ts',
      'clock → health function',
      'const healthTable =',
      'let health:',
      '      health,',
      "'HealthFunctionName'",
    ],
    'local/stage-overrides.ts': ['The pages of this machine play', 'health: { origins'],
    'local/stack.ts': ['health/health-view.ts', 'healthServices(functions)'],
    'package.json': ['commands/health.ts'],
    'tools/cost.ts': ['./health-cost.ts'],
    'web/src/operations/operations-tab.tsx': ['health/health-section.tsx', '<HealthSection />'],
  },
  blocks: {
    'lambda/wiring/answer-extraction.ts': [['Beside the extraction, which', '  };']],
    'lambda/wiring/environment.ts': [['export const healthEnvironment', 'export type HealthEnvironment']],
    'lambda/wiring/finish/finisher.ts': [
      ['export interface FinisherOptions', '}'],
      ['export function createFinisher', '}'],
    ],
    'lib/stream-api-stack.ts': [['if (settings.health && healthTable)', '    }']],
    'tools/cost.ts': [['## What health adds', 'A run every five minutes']],
  },
  texts: {
    'lambda/wiring/answer-extraction.ts': [
      ['const [outcome] = await Promise.all([extractAnswer(content, deadline, observer), noted(content)]);', ''],
      ['return outcome;', 'return await extractAnswer(content, deadline, observer);'],
    ],
    'lib/functions/extraction-access.ts': [
      ['healthTable }: ExtractionTables,\n  times', ' }: ExtractionTables,\n  times'],
    ],
    'lib/stream-api-stack.ts': [
      ['      healthTable,\n    });\n    const extract', '    });\n    const extract'],
      ['      healthTable,\n      limitsTable', '      limitsTable'],
      ['      limitsTable,\n      healthTable,\n', '      limitsTable,\n'],
    ],
    'tools/cost.ts': [['...HEALTH_METRICS, ', '']],
  },
};

const preferences: Room = {
  name: 'preferences',
  own: [
    'contract/preferences.ts',
    'lambda/preferences',
    'lambda/wiring/preferences',
    'lambda/functions/preferences.ts',
    'lib/preferences',
    'lib/monitoring/features/preferences.ts',
    'lib/stage/groups/preferences.ts',
    'commands/preferences',
    'commands/preferences.ts',
    'tools/openapi/preferences-operations.ts',
  ],
  lines: {
    'contract/bounds.ts': ['What a viewer may store', 'const MAX_LANGUAGES', 'const SUBTITLE_LANGUAGE'],
    'lib/bundling/functions.ts': ['  preferencesEnvironment,', "entry: 'lambda/functions/preferences.ts'"],
    'lib/stage/stage-settings.ts': ['groups/preferences.ts', 'preferences: preferences.optional()'],
    'lib/stream-api-stack.ts': ['preferences-function.ts', '...(preferences && {', '      preferences,'],
    'lib/edge/edge-stack.ts': ['contract/routes.ts'],
    'lib/monitoring/feature.ts': ['readonly preferences?: MonitoredFunction', 'readonly preferences?: string'],
    'lib/monitoring/watch-stage.ts': ['features/preferences.ts', '  preferences,'],
    'lib/monitoring/monitoring.ts': [
      'readonly preferences?:',
      'preferences: monitoredFunction',
      'preferences: props.preferences.table',
      '      props.preferences,',
    ],
    'local/stage-overrides.ts': ['kept in the data folder', 'preferences: {', 'const PREFERENCES_SECRET'],
    'tools/openapi/openapi.ts': [
      'preferences-operations.ts',
      'contract/preferences.ts',
      "name: 'Preferences'",
      'Preferences: schemaOf',
      'PreferencesAnswer: schemaOf',
    ],
    'package.json': ['"preferences": "node commands/preferences.ts"'],
    'tools/synthesise-all.ts': ['preferences:'],
  },
  blocks: {
    'lambda/wiring/environment.ts': [['export const preferencesEnvironment', 'export type PreferencesEnvironment']],
    'contract/routes.ts': [['// Of stages that keep what viewers prefer', '  },']],
    'lib/stream-api-stack.ts': [['const preferences =', '      });']],
    'lib/edge/edge-stack.ts': [['The one route that takes the token', '  }']],
    'tools/openapi/openapi.ts': [['    preferences: {', '    },']],
  },
  texts: {
    'lib/edge/edge-stack.ts': [['...this.#preferences(settings, api), ', '']],
  },
};

const mediaEdge: Room = {
  name: 'media edge',
  own: [
    'commands/media-keys',
    'commands/media-keys.ts',
    // The function beside them is the local stack's as well.
    'lib/media-edge/media-edge.ts',
    'lib/media-edge/media-origin.ts',
    'lib/monitoring/features/media-edge.ts',
    'lib/stage/groups/media-edge.ts',
    'tools/media-edge-cost.ts',
  ],
  lines: {
    'lib/monitoring/feature.ts': ['readonly mediaEdge?:'],
    'lib/monitoring/monitoring.ts': ['media-edge/media-edge.ts', 'readonly mediaEdge?:'],
    'lib/monitoring/watch-stage.ts': ['features/media-edge.ts', '  mediaEdge,'],
    'lib/stage/stage-settings.ts': [
      'groups/media-edge.ts',
      'mediaEdge: mediaEdge.optional()',
      'const fault = settings.mediaEdge',
      'if (fault !== undefined)',
    ],
    'lib/stream-api-stack.ts': [
      'media-edge/media-edge.ts',
      'viewer → media edge',
      'const mediaEdge =',
      'settings.mediaEdge && new MediaEdge',
      '      mediaEdge,',
    ],
    'local/stage-overrides.ts': ['mediaEdge: null,'],
    'package.json': ['commands/media-keys.ts'],
    'tools/cost.ts': ['./media-edge-cost.ts'],
  },
  blocks: {
    'lib/monitoring/monitoring.ts': [['mediaEdge: props.mediaEdge &&', '    },']],
    'tools/cost.ts': [['## What the media edge costs', 'CloudFront reads a file']],
    'tools/synthesise-all.ts': [['mediaEdge: {', '  },']],
  },
};

/** Without it nothing signs the links that a media edge opens, so that room goes with it. */
const cdns: Room = {
  name: 'cdns',
  own: [
    ...mediaEdge.own,
    'lib/media-edge',
    'contract/settings/cdns.ts',
    'lambda/delivery',
    'lambda/wiring/delivery',
    'lambda/wiring/playback/delivered-group.ts',
    'lib/functions/cdns.ts',
    'lib/monitoring/features/signing.ts',
    'local/media',
  ],
  lines: {
    ...mediaEdge.lines,
    'lambda/functions/extract.ts': [
      'delivery/delivery-of.ts',
      'const delivery =',
      '  delivery,',
      'delivery: await delivery?.()',
    ],
    'lambda/functions/health.ts': ['delivery/delivery-of.ts', 'const delivery =', 'const http ='],
    'lambda/functions/refresh.ts': ['delivery/delivery-of.ts', 'const delivery ='],
    'lambda/wiring/answer-extraction.ts': [
      'delivery/delivery-of.ts',
      '  delivery?: DeliveryOf',
      'delivery: await delivery?.()',
    ],
    'lambda/wiring/environment.ts': [
      'The CDNs that links lead through',
      'CDNS: z.string()',
      'CDNS: extractionEnvironment.shape',
    ],
    'lambda/wiring/extract-handler.ts': [
      'delivery/delivery-of.ts',
      'The CDNs that links lead through',
      'readonly delivery?:',
      'const delivering =',
    ],
    'lambda/wiring/playback/playlist-route.ts': [
      'delivery/delivery.ts',
      'delivery/delivery-of.ts',
      './delivered-group.ts',
      'The CDNs that links lead through',
      'readonly delivery?:',
      'const delivering =',
      'const delivery = await',
      '    delivery,',
      'readonly delivery: Delivery',
    ],
    'lambda/wiring/playback/steering-route.ts': [
      'delivery/title-links.ts',
      'delivery/delivery.ts',
      './delivered-group.ts',
      'let links:',
      'own CDN signs, the entry',
      'signsAny(entry',
      'const delivery = await',
      'links = await',
      'readonly delivery: Delivery',
      'readonly links: TitleLinks',
      'const expiries =',
      'const ids =',
    ],
    'lib/bundling/function-bundles.ts': ['create-delivery.ts'],
    'lib/functions/extraction-access.ts': ["'./cdns.ts'", 'grantSigning('],
    'lib/health/health-function.ts': ['functions/cdns.ts', 'grantSigning('],
    'lib/monitoring/feature.ts': [
      ...(mediaEdge.lines['lib/monitoring/feature.ts'] ?? []),
      'settings/cdns.ts',
      'readonly cdns?:',
    ],
    'lib/monitoring/watch-stage.ts': [
      ...(mediaEdge.lines['lib/monitoring/watch-stage.ts'] ?? []),
      'features/signing.ts',
      '  signing,',
    ],
    'local/console/metrics-view.ts': ['const { CDNS }', '...(CDNS && {'],
    'lib/stage/stage-settings.ts': [
      ...(mediaEdge.lines['lib/stage/stage-settings.ts'] ?? []),
      'settings/cdns.ts',
      'cdns: cdns.optional()',
    ],
    'local/services/generated-secrets.ts': ['media/media-keys.ts'],
    'local/stack-description.ts': [
      'target/local-stack.ts',
      'media/media-keys.ts',
      'Where its links with path tokens',
      'readonly signedMedia:',
    ],
    'local/stack.ts': ['media/local-cdn.ts', 'media/media-keys.ts', '...localCdns('],
  },
  blocks: {
    ...mediaEdge.blocks,
    'tools/synthesise-all.ts': [...(mediaEdge.blocks?.['tools/synthesise-all.ts'] ?? []), ['  cdns: [', '  ],']],
    'lambda/wiring/playback/steering-route.ts': [['By the id of the source, in seconds', '}']],
    'local/stack-description.ts': [['signedMedia: cdnsOf(', '    ),']],
  },
  texts: {
    'lambda/functions/extract.ts': [['client, shared, delivery)', 'client, shared)']],
    'lambda/functions/refresh.ts': [['client, shared, delivery)', 'client, shared)']],
    'lambda/functions/health.ts': [['client: http,', 'client: own,']],
    'lambda/wiring/extract-handler.ts': [
      [', finisher, delivery }', ', finisher }'],
      ['(!wish && !delivering)', '!wish'],
      ['delivering ? await (await delivering).answer(entry) : { ...finished, entry }', '{ ...finished, entry }'],
    ],
    'lambda/wiring/playback/playlist-route.ts': [
      [', wishes, delivery: deliveryOf }', ', wishes }'],
      ['found?.group, delivery)', 'found?.group)'],
      [', delivery }: WritingOptions', ' }: WritingOptions'],
      ['  const wanted = source && delivery ? originId(entry, source, await delivery.links()) : source;\n', ''],
      ['playableGroup(entry, wanted, { ...read, without })', 'playableGroup(entry, source, { ...read, without })'],
      ['delivery ? await deliveredGroup(stored, delivery, { named: source }) : stored', 'stored'],
      [', delivery?: Delivery): AnswerEntry', '): AnswerEntry'],
      ['if (delivery && isSigned', 'if (isSigned'],
      ['sentLife: delivery.lifeOf(entry, ends)', 'sentLife: entry'],
    ],
    'lambda/wiring/playback/steering-route.ts': [
      [', delivery: deliveryOf }', ' }'],
      ['signal, delivery, links })', 'signal })'],
      ['signal, delivery, links }:', 'signal }:'],
      ['links ? originId(entry, source, links) : source', 'source'],
      ['stored && delivery ? await deliveredGroup(stored, delivery, { named: source, expiries }) : stored', 'stored'],
    ],
    'lib/functions/extraction-access.ts': [
      ['...cdnVariables(settings)', 'TRUSTED_ORIGINS: JSON.stringify(settings.trustedOrigins)'],
    ],
    'lib/health/health-function.ts': [
      ['...cdnVariables(settings)', 'TRUSTED_ORIGINS: JSON.stringify(settings.trustedOrigins)'],
    ],
    'local/services/generated-secrets.ts': [[', ...mediaKeys(functions)', '']],
    'local/stack.ts': [['mediaKeys(definition.functions).keys()', '']],
  },
};

/** What the cache offers to those who watch stays: an extraction can be followed, and nobody does. */
const live: Room = {
  name: 'live',
  own: [
    'lambda/functions/live.ts',
    'lambda/functions/notify.ts',
    'lambda/live',
    'lambda/wiring/live',
    'lib/live',
    'lib/monitoring/features/live.ts',
    'lib/stage/groups/live.ts',
    'local/template/websocket-api.ts',
    'local/websocket',
    'tools/live-cost.ts',
    'tools/live-document.ts',
    'tools/openapi/live-operations.ts',
  ],
  lines: {
    'lambda/functions/extract.ts': ['live/later-watching.ts', 'watching: laterWatching('],
    'lambda/functions/refresh.ts': ['live/later-watching.ts', 'const watching ='],
    'lib/bundling/function-bundles.ts': ['lambda/live/post-to-connections.ts'],
    'lib/bundling/functions.ts': [
      '  liveEnvironment,',
      '  notifyEnvironment,',
      "entry: 'lambda/functions/live.ts'",
      "entry: 'lambda/functions/notify.ts'",
    ],
    'lib/monitoring/monitoring.ts': [
      'readonly live?:',
      '      props.live,',
      '      props.notify,',
      'liveApiId:',
      '...(props.live &&',
      '...(props.notify && { notify:',
      '...(props.notify && { live:',
    ],
    'lib/monitoring/watch-stage.ts': ['features/live.ts', '  live,'],
    'lib/stage/stage-settings.ts': ['groups/live.ts', 'live: live.optional()'],
    'lib/stream-api-stack.ts': [
      'live/live-function.ts',
      'live/notify-function.ts',
      'WebSocket API → live function',
      'const notify =',
      'let live:',
      '...(live && {',
      '      live,',
      "'LiveUrl'",
    ],
    'local/stack.ts': [
      'websocket/connections-api.ts',
      'websocket/websocket-api.ts',
      'const { webSocketApi } =',
      'const live = webSocketApi',
      'const sockets =',
      '...(sockets ?',
    ],
    'local/template/template.ts': [
      './websocket-api.ts',
      'Where the stage has one',
      'readonly webSocketApi?:',
      'webSocketApi: readWebSocketApi',
    ],
    'tools/cost.ts': ['./live-cost.ts'],
    'tools/generate.ts': ['./live-document.ts', "'docs/live.md'"],
    'tools/openapi/openapi.ts': [
      'contract/events.ts',
      './live-operations.ts',
      "name: 'Live'",
      'LiveTicketAnswer: schemaOf',
      'tickets: liveOperations(',
    ],
    'tools/synthesise-all.ts': ['  live: {},'],
  },
  blocks: {
    'contract/routes.ts': [['// Of stages with a WebSocket API', '  },']],
    'lambda/functions/cache.ts': [['if (environment.LIVE_TABLE', '  }']],
    'lambda/wiring/environment.ts': [
      ['export const liveEnvironment', 'export type LiveEnvironment'],
      ['export const notifyEnvironment', 'export type NotifyEnvironment'],
    ],
    'lib/monitoring/monitoring.ts': [['readonly notify?:', '    | undefined;']],
    'lib/stream-api-stack.ts': [['if (settings.live && notify)', '    }']],
    'local/stage-overrides.ts': [['The pages of this machine, by either name', '}']],
    'tools/cost.ts': [['## What live adds', 'A wait is a connection']],
  },
  texts: {
    'lambda/functions/refresh.ts': [[', watching }', ' }']],
    'lib/stage/stages.ts': [[' live: {},', '']],
    'lib/stream-api-stack.ts': [
      [', cacheTable, notify });\n', ', cacheTable });\n'],
      [
        '      notify,\n      healthTable,\n    });\n    const extract',
        '      healthTable,\n    });\n    const extract',
      ],
      ['      notify,\n      healthTable,\n      limitsTable', '      healthTable,\n      limitsTable'],
      ['      preferences,\n      notify,\n', '      preferences,\n'],
    ],
    'local/stack.ts': [[', lambda, live });', ', lambda });']],
    'local/stage-overrides.ts': [['return withOwnPages(changed, settings, origin);', 'return changed;']],
  },
};

export const ROOMS: readonly Room[] = [fallback, canary, edge, playback, health, live, preferences, mediaEdge, cdns];
