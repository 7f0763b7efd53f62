import { alarm, type Feature, panel, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const steeringExpired = alarm('SteeringExpired', [
  'filter message = "refresh"',
  'stats count(*) as refreshes by outcome, bin(1m)',
]);

/** Whether films go on when their links expire. */
export const playback: Feature = {
  alarms: [steeringExpired],
  watch({ stage }) {
    const own = ownSeries(stage);
    const answers = own('SteeringAnswers', 'steering answers');
    const expired = own('SteeringExpired', 'without a link that works');
    const expiredRatio = ratio('steeringExpiredRatio', 'without a link that works', [expired], [answers]);
    return {
      rows: [
        row(
          'Do films go on when their links expire?',
          panel('Playlists and steering', 'count', [own('PlaylistsServed', 'playlists'), answers, expired]),
          panel('Renewals and switches', 'count', [
            own('SteeringRenewals', 'renewed links handed out'),
            own('SteeringRefreshes', 'refreshes started by players'),
            own('PathwaySwitches', 'switches to another source'),
            own('PlaybackLeftOut', 'entries without their masters'),
          ]),
          panel('Steering without a link that works', '%', [expiredRatio]),
        ),
      ],
      rules: [ratioAbove(steeringExpired, expiredRatio, 5, 20)],
    };
  },
};
