import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';
import type { HttpClient } from '../outgoing/http-client.ts';
import type { Extraction, SourceCandidate } from '../stream/candidate.ts';
import { durationOf } from '../stream/duration.ts';
import { isSoundFile } from '../stream/source-type.ts';
import { hasNoPicture } from './codec-kind.ts';
import type { Rung } from './manifest.ts';
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
  /** Milliseconds for each manifest from when its turn comes, and for all together twice that; never beyond the deadline. */
  readonly budgetMs: number;
  /** Leave out sources whose manifest answers 404 or 410. */
  readonly dropGone?: boolean;
  readonly onInspected?: ((counts: ManifestCounts) => void) | undefined;
}

/**
 * Opens the HLS and DASH sources of an extraction and adds what their manifests say: the ladder, the variants that play
 * by themselves, subtitles, and the duration where it was not known. A source whose manifest cannot be had in time, or
 * is none, stays as it was; one of sound alone is left out. Never rejects.
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
  const rungs = new Map(
    manifests.flatMap(({ variants }) => variants.map((variant) => [variant.url, variant] as const)),
  );
  // Their master, which is listed too, brings the other half.
  const halves = new Set(
    manifests.flatMap(({ silentVariants = [], soundStreams = [] }) => [...silentVariants, ...soundStreams]),
  );
  const listed = new Set(extraction.sources.map(({ url }) => spelled(url)));
  const sources: SourceCandidate[] = [];
  for (const [index, candidate] of extraction.sources.entries()) {
    const finding = findings[index]!;
    if (dropGone && finding.outcome === 'gone') continue;
    const found = withFinding(withRung(candidate, rungs.get(spelled(candidate.url))), finding);
    if (halves.has(spelled(candidate.url)) || isSoundAlone(found, finding)) continue;
    sources.push(found);
    for (const variant of finding.outcome === 'read' ? finding.manifest.variants : []) {
      if (listed.has(variant.url)) continue;
      listed.add(variant.url);
      // A variant's link is signed like its master's: it may die as early.
      sources.push({ ...variant, type: 'hls', expiresAt: candidate.expiresAt });
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

/** A URL as a manifest's references come out: two spellings of one address are one. */
function spelled(url: string): string {
  return URL.parse(url)?.href ?? url;
}

/** A listed source that is also a rung of a listed master: the master's facts outweigh the declared ones. */
function withRung(candidate: SourceCandidate, rung: Rung | undefined): SourceCandidate {
  const facts = Object.entries(rung ?? {}).filter(([name, value]) => value !== undefined && name !== 'url');
  return { ...candidate, ...Object.fromEntries(facts) };
}

function withFinding(candidate: SourceCandidate, finding: Finding): SourceCandidate {
  if (finding.outcome === 'file') return { ...candidate, inspected: { contentType: finding.contentType } };
  if (finding.outcome !== 'read') return candidate;
  const { type, rungs, renditions } = finding.manifest;
  return { ...candidate, inspected: { contentType: finding.contentType, type, renditions: rungs ?? renditions } };
}

/** What a manifest says outweighs what is declared; codecs without a picture say nothing where a size is declared. */
function isSoundAlone(candidate: SourceCandidate, finding: Finding): boolean {
  if (finding.outcome === 'read') return finding.manifest.isAudioOnly;
  const url = URL.parse(candidate.url);
  if (url !== null && isSoundFile(candidate, url)) return true;
  return candidate.width === undefined && candidate.height === undefined && hasNoPicture(candidate.codecs);
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
