import { type Probe, ProbeFailure } from './probe.ts';
import { ProbeRequests, type ProbeRequestsOptions } from './probe-requests.ts';

/** Reads a whole subtitle, which must be WebVTT (WebVTT, section 4.1). Never rejects. */
export async function probeSubtitle(url: string, options: ProbeRequestsOptions): Promise<Probe> {
  const requests = new ProbeRequests(options);
  const notes: string[] = [];
  try {
    const { text } = await requests.manifest(url, 'subtitle');
    if (!/^\uFEFF?WEBVTT(?:[ \t\r\n]|$)/.test(text)) throw new ProbeFailure('invalid', `the subtitle is ${kind(text)}`);
    const [asked] = requests.asked;
    const own = asked?.origins.every((origin) => origin === options.origin);
    if (!own && asked?.step.allowOrigin === undefined && options.origin !== undefined) {
      notes.push('no page may read it: it has no Access-Control-Allow-Origin');
    }
    return { verdict: 'ok', steps: requests.steps, notes };
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error;
    return { verdict: error.verdict, reason: error.message, steps: requests.steps, notes };
  }
}

const kind = (text: string): string =>
  /^\s*\d+\s+[\d:,]+\s+-->/.test(text) ? 'SubRip, not WebVTT: browsers do not show it' : 'not WebVTT';
