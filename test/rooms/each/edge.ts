import type { Room } from '../room.ts';

export const edge: Room = {
  name: 'edge',
  own: ['lib/edge', 'lib/stage/groups/edge.ts', 'bin/console-page.ts'],
  lines: {
    'bin/stream-api.ts': ['console-page.ts'],
    'lib/app.ts': ['./edge/console.ts', 'groups/edge.ts', 'Builds the console page', 'readonly consolePage?:'],
    'lib/functions/page-origins.ts': ['const own = edge?.domain'],
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
    'lib/functions/page-origins.ts': [
      ["{ edge, corsOrigins }: Pick<StageSettings, 'edge' | 'corsOrigins'>", '{ corsOrigins }: StageSettings'],
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
