import { percent, type SimulatedFeature, whole } from '../feature.ts';

/** Requests of players for as long as a title plays. */
export const playing: SimulatedFeature = {
  rows: ({ viewers }) => {
    if (viewers === undefined) return [];
    const hours = viewers.viewingMs / 3_600_000;
    const anHour = (count: number) => (count / hours).toFixed(2);
    return [
      ['viewing hours', whole(hours)],
      ['— playlists an hour', anHour(viewers.playlists)],
      ['— steering requests an hour', anHour(viewers.steering)],
      ['— reports an hour, where players are measured', anHour(viewers.reports)],
      ['— renewals of links an hour', anHour(viewers.renewals)],
      ['— answers to a player whose links had expired', percent(viewers.expired / viewers.steering)],
    ];
  },
};
