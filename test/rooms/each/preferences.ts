import type { Room } from '../room.ts';

export const preferences: Room = {
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
