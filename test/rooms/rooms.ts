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
    'lib/monitoring/monitoring.ts': ['readonly canary?:'],
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
    'lib/monitoring/monitoring.ts': [['props.canary, ', '']],
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
    'lambda/functions/usage.ts': ['health/source-reports.ts', 'report: sourceReports'],
    'lib/usage/usage-function.ts': [
      "'../health/health-function.ts'",
      "'../health/health-table.ts'",
      'Where the stage looks at health',
      'readonly prober?:',
      'prober?.table.grantChecking',
      'prober?.function.live.grantInvoke',
    ],
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
    'tools/cost.ts': [['.filter((name) => !HEALTH_METRICS.includes(name))', '']],
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
    'lib/monitoring/monitoring.ts': [[', props.preferences];', '];']],
  },
};

const usage: Room = {
  name: 'usage',
  own: [
    'commands/usage.ts',
    'commands/usage',
    'contract/generated/cmcd-event.d.ts',
    'contract/generated/cmcd-event.js',
    'contract/generated/usage-environment.d.ts',
    'contract/generated/usage-environment.js',
    'contract/generated/usage-report-environment.d.ts',
    'contract/generated/usage-report-environment.js',
    'contract/local/usage.ts',
    'contract/usage.ts',
    'lambda/functions/usage.ts',
    'lambda/functions/usage-report.ts',
    'lambda/health/reported-source.ts',
    'lambda/health/source-reports.ts',
    'lambda/usage',
    'lambda/wiring/health/source-reports.ts',
    'lambda/wiring/usage',
    'lib/monitoring/features/usage.ts',
    'lib/stage/groups/usage.ts',
    'lib/usage',
    'local/usage',
    'tools/openapi/usage-operations.ts',
    'tools/usage-cost.ts',
  ],
  lines: {
    'contract/query.ts': ['The query of `POST /api/stream/cmcd`', 'cmcd: cmcdQuery'],
    'lambda/functions/health.ts': ['health/reported-source.ts'],
    'lib/api/stream-rest-api.ts': ['A throttle of a method'],
    'lib/bundling/functions.ts': [
      '  usageEnvironment,',
      '  usageReportEnvironment,',
      "entry: 'lambda/functions/usage.ts'",
      "entry: 'lambda/functions/usage-report.ts'",
    ],
    'lib/monitoring/feature.ts': ['readonly usage?: MonitoredFunction', 'readonly usage?: string'],
    'lib/monitoring/monitoring.ts': [
      'readonly usage?:',
      'usage: monitoredFunction',
      'usage: props.usage.table.tableName',
    ],
    'lib/monitoring/watch-stage.ts': ['features/usage.ts', '  usage,'],
    'lib/stage/stage-settings.ts': ['groups/usage.ts', 'usage: usage.optional()'],
    'lib/stream-api-stack.ts': ["'./usage/usage.ts'", 'player → REST API', '...(usage && {', '      usage,'],
    'local/stack.ts': ['usage/usage-view.ts', 'usageService(functions)'],
    'package.json': ['commands/usage.ts', '@svta/cml-cmcd'],
    'tools/cost.ts': ['./usage-cost.ts'],
    'tools/openapi/openapi.ts': ['usage-operations.ts', "name: 'Usage'"],
    'tools/synthesise-all.ts': ['usage:'],
  },
  blocks: {
    'contract/query.ts': [
      ['const interval = z', '  .meta({'],
      ['export const cmcdQuery', ']);'],
    ],
    'contract/routes.ts': [['// Of stages that measure', '  },']],
    'lambda/functions/health.ts': [["if (action === 'probe')", '  }']],
    'lambda/wiring/environment.ts': [['Its limit is of posts', 'export type UsageReportEnvironment']],
    'lib/api/stream-rest-api.ts': [
      ['const methodThrottle', '});'],
      ['...(settings.usage && {', '        }),'],
    ],
    'lib/stream-api-stack.ts': [['const usage =', '      });']],
    'tools/cost.ts': [['## What measuring costs', 'once. A month of four metrics']],
    'tools/openapi/openapi.ts': [['    cmcd: {', '    },']],
  },
  texts: {
    'lambda/functions/health.ts': [
      ['export interface HealthEvent extends Partial<ReportedSource> {', 'export interface HealthEvent {'],
      [', or `probe`: what players reported, of one source. */', '. */'],
      ["'show' | 'check' | 'probe'", "'show' | 'check'"],
      ["const { action = 'check', content, id } = event;", "const { action = 'check' } = event;"],
      ["action !== 'check' && action !== 'probe'", "action !== 'check'"],
    ],
    'lib/monitoring/monitoring.ts': [['[...watched, props.usage?.collector]', 'watched']],
    'lib/stage/stages.ts': [[', usage: {} }', ' }']],
    'tools/cost.ts': [['\n  .filter((name) => !USAGE_METRICS.includes(name))', '']],
  },
};

export const ROOMS: readonly Room[] = [fallback, canary, edge, playback, health, preferences, usage];
