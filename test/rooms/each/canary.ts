import type { Room } from '../room.ts';

export const canary: Room = {
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
