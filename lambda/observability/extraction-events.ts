import type { AttemptEvent, ExtractionObserver, ManifestsEvent, ProviderEvent } from '../providers/events.ts';

/** Collects the events of one extraction, for the log and the metrics to read once it has ended. */
export class ExtractionEvents implements ExtractionObserver {
  readonly attempts: AttemptEvent[] = [];
  readonly extractions: ProviderEvent[] = [];
  readonly manifests: ManifestsEvent[] = [];
  /** By provider, which links were left out because of their form; by CDN, which cannot be led through it. */
  readonly leftOut: ({ readonly problems: string } & (
    | { readonly provider: string; readonly cdn?: undefined }
    | { readonly cdn: string; readonly provider?: undefined }
  ))[] = [];
  /** Links, sources and subtitles that were left out. */
  dropped = 0;
  extraCallsRefused = 0;

  onAttempt(event: AttemptEvent): void {
    this.attempts.push(event);
  }

  onProvider(event: ProviderEvent): void {
    this.extractions.push(event);
  }

  onExtraCallRefused(): void {
    this.extraCallsRefused += 1;
  }

  onManifests(event: ManifestsEvent): void {
    this.manifests.push(event);
  }

  onLeftOut(event: ExtractionEvents['leftOut'][number]): void {
    this.leftOut.push(event);
  }

  onUnplayable({ sources }: { readonly sources: number }): void {
    this.dropped += sources;
  }

  onBuilt({ sources, subtitles, links }: { sources: number; subtitles: number; links: number }): void {
    this.dropped += sources + subtitles + links;
  }
}
