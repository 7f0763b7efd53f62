import Sequencer from '@jest/test-sequencer';

/**
 * What takes longest, in the order in which two at a time take least. The first one keeps the processor busy, so that
 * it is beside what hardly needs it; what measures a picture that stops comes after it.
 */
const FIRST = [
  'usage/flood.test.ts',
  'live.test.ts',
  'playback/steering.test.ts',
  'playback/other-players.test.ts',
  'usage/viewing.test.ts',
  'link-refresh.test.ts',
  'delivery/signed-media.test.ts',
  'quality/bandwidth.test.ts',
  'quality/preference.test.ts',
  'player/loaded-film.test.ts',
  'accessibility.test.ts',
];

const rank = ({ path }) => {
  const at = FIRST.findIndex((end) => path.endsWith(`/browser/${end}`));
  return at < 0 ? FIRST.length : at;
};

export default class BrowserOrder extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
