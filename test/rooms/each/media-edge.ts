import type { Room } from '../room.ts';

export const mediaEdge: Room = {
  name: 'media edge',
  own: [
    'commands/media-keys',
    'commands/media-keys.ts',
    // The function beside them is the local stack's as well.
    'lib/media-edge/media-edge.ts',
    'lib/media-edge/media-origin.ts',
    'lib/monitoring/features/media-edge.ts',
    'lib/stage/groups/media-edge.ts',
    'tools/cost/media-edge-cost.ts',
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
    'tools/cost/cost-document.ts': ['./media-edge-cost.ts', "['delivery by the media edge"],
  },
  blocks: {
    'lib/monitoring/monitoring.ts': [['mediaEdge: props.mediaEdge &&', '    },']],
    'tools/cost/cost-document.ts': [['## What the media edge costs', 'CloudFront reads a file']],
    'tools/synthesise-all.ts': [['mediaEdge: {', '  },']],
  },
};
