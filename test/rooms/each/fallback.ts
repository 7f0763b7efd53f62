import type { Room } from '../room.ts';

export const fallback: Room = {
  name: 'fallback',
  own: [
    'bench/simulation/hedged-providers.ts',
    'lambda/providers/fallback',
    'lambda/observability/extra-call-metrics.ts',
    'lib/functions/fallback.ts',
    'lib/monitoring/features/fallback.ts',
    'contract/settings/fallback.ts',
  ],
  lines: {
    'bench/simulation/scenarios.ts': ["name: 'silent'"],
    'bench/simulation/simulation.ts': ['./hedged-providers.ts', 'A second provider; absent', 'readonly hedging?:'],
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
  blocks: { 'lambda/wiring/lazy-extraction.ts': [['strategy: environment.FALLBACK', '        : undefined,']] },
  texts: {
    'bench/simulation/simulation.ts': [
      ['scenario.hedging\n    ? new HedgedProviders({ ...providerOptions, ...scenario.hedging })\n    : new', 'new'],
    ],
    'lib/functions/cache-namespace.ts': [
      [', ...fallbackNamespace(settings)', ''],
      [" | 'fallback'", ''],
    ],
    'local/console/metrics-view.ts': [[', FALLBACK }', ' }']],
  },
};
