import { absoluteBases, initSegmentOf, segmentsOfPlaylist } from '../manifests/first-segments.ts';
import { parseHls } from '../manifests/hls.ts';
import { lowestVariant, ManifestError } from '../manifests/manifest.ts';
import { manifestFormatOf } from '../manifests/manifest-text.ts';
import { corsFindings } from './cors.ts';
import { startsFast } from './fast-start.ts';
import { type Probe, type ProbedLink, ProbeFailure } from './probe.ts';
import { MOST_BYTES, ProbeRequests, type ProbeRequestsOptions } from './probe-requests.ts';

export interface ProbeOptions extends Omit<ProbeRequestsOptions, 'origin'> {
  /** Origins of the pages that play the source; none: whether a page may read it is not looked at. */
  readonly origins: readonly string[];
  /** No page is known, and the one origin is in place of any. */
  readonly anyOrigin?: boolean;
  /** Milliseconds: an answer that takes longer makes the source slow. */
  readonly slowMs: number;
  /** Reads up to 64 KiB of an MP4 file, to see whether it can start before it is loaded whole. */
  readonly readsFiles?: boolean;
}

/**
 * Asks for as much of a source as a player needs to begin: the master playlist, its lowest rung, first and last
 * segment of an HLS stream; the MPD and one initialisation segment; one byte of a file. Never rejects.
 */
export async function probeSource(link: ProbedLink, options: ProbeOptions): Promise<Probe> {
  const requests = new ProbeRequests({ ...options, origin: options.origins[0] });
  const probe = await probed(link, requests, options);
  return options.keepsManifests ? { ...probe, manifests: requests.manifests } : probe;
}

async function probed(link: ProbedLink, requests: ProbeRequests, options: ProbeOptions): Promise<Probe> {
  const notes: string[] = [];
  try {
    await PROBES[link.type](link.url, requests, notes, options);
    const isAdaptive = link.type === 'hls' || link.type === 'dash';
    // A video element plays a file of any origin.
    const cors = isAdaptive ? await corsFindings(link.url, requests, options) : { notes: [] };
    notes.push(...cors.notes);
    if (cors.refused !== undefined) {
      return { verdict: 'no-cors', reason: cors.refused, steps: requests.steps, notes };
    }
    const slowest = requests.steps.toSorted((a, b) => b.ms - a.ms)[0];
    if (slowest && slowest.ms > options.slowMs) {
      return { verdict: 'slow', reason: `the ${slowest.what} took ${slowest.ms} ms`, steps: requests.steps, notes };
    }
    return { verdict: 'ok', steps: requests.steps, notes };
  } catch (error) {
    const { verdict, message } = asFailure(error);
    return { verdict, reason: message, steps: requests.steps, notes };
  }
}

function asFailure(error: unknown): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  if (error instanceof ManifestError) return new ProbeFailure('invalid', error.message);
  return new ProbeFailure('inconclusive', 'the probe failed');
}

type Probing = (url: string, requests: ProbeRequests, notes: string[], options: ProbeOptions) => Promise<void>;

const PROBES: Readonly<Record<ProbedLink['type'], Probing>> = {
  hls: probeHls,
  dash: probeDash,
  mp4: probeFile,
  webm: probeFile,
};

async function probeHls(url: string, requests: ProbeRequests, notes: string[]): Promise<void> {
  const { text, finalUrl } = await requests.manifest(url, 'playlist');
  expectFormat(text, 'hls', 'playlist');
  const rung = lowestVariant(parseHls(text, finalUrl).variants)?.url;
  let segments: string[];
  if (rung === undefined) {
    segments = segmentsOfPlaylist(text, finalUrl);
  } else {
    const playlist = await requests.manifest(rung, "lowest rung's playlist");
    expectFormat(playlist.text, 'hls', "lowest rung's playlist");
    if (parseHls(playlist.text, playlist.finalUrl).variants) {
      throw new ProbeFailure('invalid', "the lowest rung's playlist is a master playlist again");
    }
    segments = segmentsOfPlaylist(playlist.text, playlist.finalUrl);
  }
  if (segments.length === 0) throw new ProbeFailure('invalid', 'the playlist has no segments');
  for (const [index, segment] of segments.entries()) {
    await requests.firstByte(segment, index === 0 && segments.length > 1 ? 'first segment' : 'last segment');
  }
  if (rung !== undefined && new URL(rung).origin !== new URL(finalUrl).origin) {
    notes.push(`its rungs are on another origin: ${new URL(rung).origin}`);
  }
}

async function probeDash(url: string, requests: ProbeRequests, notes: string[]): Promise<void> {
  const { text, finalUrl } = await requests.manifest(url, 'manifest');
  expectFormat(text, 'dash', 'manifest');
  const init = initSegmentOf(text, finalUrl);
  const bases = absoluteBases(text);
  if (bases.length > 0) {
    notes.push(`its BaseURL is absolute (${bases.join(', ')}): a token in the path of the manifest does not reach it`);
  }
  if (init === undefined) notes.push('the address of its initialisation segment is not in the manifest');
  else await requests.firstByte(init, 'initialisation segment');
}

function expectFormat(text: string, format: 'hls' | 'dash', what: string): void {
  if (manifestFormatOf(text) === format) return;
  throw new ProbeFailure('invalid', `the ${what} is not one of ${format.toUpperCase()}`);
}

async function probeFile(url: string, requests: ProbeRequests, notes: string[], options: ProbeOptions): Promise<void> {
  const { readsFiles = false } = options;
  const { status, headers, body } = await requests.beginning(url, 'file', readsFiles ? MOST_BYTES : 1);
  const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
  if (/^text\//i.test(type)) throw new ProbeFailure('invalid', `the file is ${type}`);
  if (type !== '' && !/^(video|audio)\/|^application\/(octet-stream|mp4)$|^binary\//i.test(type)) {
    notes.push(`its Content-Type is ${type}`);
  }
  if (status !== 206) notes.push('its server answers no ranges: a viewer cannot seek before it is loaded');
  if (readsFiles && startsFast(body) === false) {
    const remedy = 'ffmpeg -movflags +faststart moves it';
    throw new ProbeFailure('slow', `its moov box is behind its media, so it starts late: ${remedy}`);
  }
}
