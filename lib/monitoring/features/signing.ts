import { above, alarm, type Feature, panel, row } from '../feature.ts';
import { ownSeries } from '../series.ts';

const LINES = 'filter message = "a signing key cannot be read"';
const CAUSES = 'stats count(*) as reads by secret, lastKeyServes, error.name, error.message, bin(1m)';

const signingFailed = alarm('SigningFailed', [LINES, CAUSES, 'sort reads desc']);
const signingKeyUnread = alarm('SigningKeyUnread', [LINES, CAUSES, 'sort reads desc']);

/** Whether links through a CDN can be signed. */
export const signing: Feature = {
  alarms: [signingFailed, signingKeyUnread],
  watch({ stage, cdns = [] }) {
    if (!cdns.some(({ sign }) => sign)) return {};
    const own = ownSeries(stage);
    const failed = own('SigningFailed', 'no key: titles are a 503');
    const unread = own('SigningKeysUnread', 'the last key that was read serves');
    return {
      rows: [row('Can links be signed?', panel('Signing keys that could not be read', 'count', [failed, unread]))],
      rules: [
        { ...above(signingFailed, failed, 0), severity: 'page' },
        // One read that fails is repeated after ten seconds.
        above(signingKeyUnread, unread, 0),
      ],
    };
  },
};
