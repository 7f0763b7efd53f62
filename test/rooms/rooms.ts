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
    'lib/monitoring/monitoring.ts': [
      ['refresh, canary, health } = props', 'refresh, health } = props'],
      ['[extract, refresh, canary, health]', '[extract, refresh, health]'],
    ],
    'tools/sam/test-sam.ts': [[', canary: CANARY', '']],
  },
};

const edge: Room = {
  name: 'edge',
  own: ['lib/edge', 'lib/stage/groups/edge.ts', 'bin/console-page.ts'],
  lines: {
    'bin/stream-api.ts': ['console-page.ts'],
    'lib/app.ts': ['./edge/console.ts', 'groups/edge.ts', 'Builds the console page', 'readonly consolePage?:'],
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
    'lib/stream-api-stack.ts': [
      ['if (edge?.domain === undefined) return', 'return'],
      ['visitedBy({ edge }: StageSettings', 'visitedBy(_settings: StageSettings'],
    ],
    'tools/synthesise-all.ts': [
      ['checks: true, bundles, consolePage, accountLogging', 'checks: true, bundles, accountLogging'],
    ],
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
    'lib/monitoring/monitoring.ts': [
      ['canary, health, preferences } = props', 'canary, health } = props'],
      ['canary, health, preferences].flatMap', 'canary, health].flatMap'],
    ],
  },
};

export const ROOMS: readonly Room[] = [fallback, canary, edge, preferences];
