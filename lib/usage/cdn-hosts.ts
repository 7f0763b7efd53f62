import type { StageSettings } from '../stage/stage-settings.ts';

/** A CDN of the stage, where it has any. */
interface NamedCdn {
  readonly name: string;
  /** URL under which it serves. */
  readonly base: string;
}

/** The names of the stage's CDNs by their hosts, by which players' records say what they load from. */
export function cdnHosts(settings: StageSettings & { readonly cdns?: readonly NamedCdn[] | undefined }) {
  return Object.fromEntries((settings.cdns ?? []).map(({ name, base }) => [new URL(base).host, name]));
}
