import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import type { HttpClient } from '../outgoing/http-client.ts';
import type { Extraction, SourceCandidate } from '../stream/candidate.ts';
import { durationOf } from '../stream/duration.ts';
import { normalised } from '../stream/links/media-url.ts';
import { isSoundFile } from '../stream/source-type.ts';
import { hasNoVideo } from './codec-kind.ts';
import type { PlaylistVariant } from './manifest.ts';
import { createManifestReader, type Finding } from './manifest-reader.ts';

/** The outcome of an inspection, in manifests. */
export interface ManifestCounts {
  readonly durationMs: number;
  /** Read and understood. */
  readonly read: number;
  /** Answered 404 or 410. */
  readonly gone: number;
  /** The address guard refused the connection. */
  readonly refused: number;
  /** Everything else: unreachable, out of time, too large, not a manifest. */
  readonly failed: number;
}

export interface InspectOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** Milliseconds for each manifest from its request on, and twice that for all together; never beyond the deadline. */
  readonly budgetMs: number;
  /** Leave out sources whose manifest is answered with 404 or 410. */
  readonly dropGone?: boolean;
  readonly onInspected?: ((counts: ManifestCounts) => void) | undefined;
}

/**
 * Reads the manifests of an extraction's HLS and DASH sources and adds their facts: the ladder, the variants that play
 * by themselves, subtitles, and a missing duration. A source whose manifest cannot be read in time, or is not one,
 * stays unchanged; an audio-only source is left out. Never rejects.
 */
export async function inspect(extraction: Extraction, options: InspectOptions): Promise<Extraction> {
  const { clock } = options;
  const started = clock.now();
  const budget = createDeadline(
    clock,
    Math.min(started + 2 * options.budgetMs, options.deadline.at),
    options.deadline.signal,
  );
  const wantsDuration = durationOf(extraction.duration) === undefined;
  const reader = createManifestReader({ ...options, signal: budget.signal, wantsDuration });
  const findings = await Promise.all(extraction.sources.map((candidate) => reader.read(candidate)));
  budget.clear();
  report(findings, clock.now() - started, options);
  return enrich(extraction, findings, options.dropGone ?? false);
}

function enrich(extraction: Extraction, findings: readonly Finding[], dropGone: boolean): Extraction {
  const manifests = findings.flatMap((finding) => (finding.outcome === 'read' ? [finding.manifest] : []));
  const variants = new Map(
    manifests.flatMap(({ playableVariants }) => playableVariants.map((variant) => [variant.url, variant] as const)),
  );
  // Audio-only and video-only streams: their master, which is listed too, has both.
  const halves = new Set(
    manifests.flatMap(({ videoOnlyVariants = [], audioStreams = [] }) => [...videoOnlyVariants, ...audioStreams]),
  );
  const listed = new Set(extraction.sources.map(({ url }) => normalised(url)));
  const sources: SourceCandidate[] = [];
  for (const [index, candidate] of extraction.sources.entries()) {
    const finding = findings[index]!;
    if (dropGone && finding.outcome === 'gone') continue;
    const found = withFinding(withVariantFacts(candidate, variants.get(normalised(candidate.url))), finding);
    if (halves.has(normalised(candidate.url)) || isAudioOnly(found, finding)) continue;
    sources.push(found);
    for (const variant of finding.outcome === 'read' ? finding.manifest.playableVariants : []) {
      if (listed.has(variant.url)) continue;
      listed.add(variant.url);
      // A variant's link is signed like its master's: it may expire as early.
      sources.push({ ...variant, type: 'hls', expiresAt: candidate.expiresAt, provider: candidate.provider });
    }
  }
  const known = durationOf(extraction.duration) !== undefined;
  return {
    ...extraction,
    sources,
    subtitles: [...extraction.subtitles, ...manifests.flatMap(({ subtitles }) => subtitles)],
    duration: known ? extraction.duration : manifests.find(({ duration }) => duration !== undefined)?.duration,
  };
}

/** A listed source that is also a variant of a listed master: the master's facts outweigh the declared ones. */
function withVariantFacts(candidate: SourceCandidate, variant: PlaylistVariant | undefined): SourceCandidate {
  const facts = Object.entries(variant ?? {}).filter(([name, value]) => value !== undefined && name !== 'url');
  return { ...candidate, ...Object.fromEntries(facts) };
}

function withFinding(candidate: SourceCandidate, finding: Finding): SourceCandidate {
  if (finding.outcome === 'file') return { ...candidate, inspected: { contentType: finding.contentType } };
  if (finding.outcome !== 'read') return candidate;
  const { type, variants, renditions, drm, master, references } = finding.manifest;
  const { contentType } = finding;
  return {
    ...candidate,
    inspected: { contentType, type, renditions: variants ?? renditions, drm, master, references },
  };
}

/** A manifest outweighs declared facts; a declared size outweighs codecs without video. */
function isAudioOnly(candidate: SourceCandidate, finding: Finding): boolean {
  if (finding.outcome === 'read') return finding.manifest.isAudioOnly;
  const url = URL.parse(candidate.url);
  if (url !== null && isSoundFile(candidate, url)) return true;
  return candidate.width === undefined && candidate.height === undefined && hasNoVideo(candidate.codecs);
}

function report(findings: readonly Finding[], durationMs: number, { onInspected }: InspectOptions): void {
  if (findings.length === 0) return;
  const count = (outcome: Finding['outcome']) => findings.filter((finding) => finding.outcome === outcome).length;
  onInspected?.({
    durationMs,
    read: count('read'),
    gone: count('gone'),
    refused: count('refused'),
    failed: count('failed'),
  });
}
