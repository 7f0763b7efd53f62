import { createDeadline } from '../deadline.ts';
import { concurrencyLimit } from '../manifests/concurrency-limit.ts';
import type { Probe, ProbedLink } from './probe.ts';
import { type ProbeOptions, probeSource } from './probe-source.ts';

const AT_ONCE = 16;
/** A host is asked for a few sources at a time, as one viewer's browser would. */
const AT_ONCE_OF_AN_ORIGIN = 4;
/** One source, with all its requests. */
const SOURCE_MS = 20_000;

/** Probes many sources, a few at a time and fewer of one origin; the results are in the order of the links. */
export async function probeAll(links: readonly ProbedLink[], options: ProbeOptions): Promise<Probe[]> {
  const { clock, signal } = options;
  const atOnce = concurrencyLimit(AT_ONCE);
  const byOrigin = new Map<string, ReturnType<typeof concurrencyLimit>>();
  const ofOrigin = (url: string) => {
    const origin = URL.parse(url)?.origin ?? '';
    const known = byOrigin.get(origin) ?? concurrencyLimit(AT_ONCE_OF_AN_ORIGIN);
    byOrigin.set(origin, known);
    return known;
  };
  const probe = async (link: ProbedLink): Promise<Probe> => {
    const deadline = createDeadline(clock, clock.now() + SOURCE_MS, signal);
    try {
      return await probeSource(link, { ...options, signal: deadline.signal });
    } finally {
      deadline.clear();
    }
  };
  return Promise.all(links.map((link) => ofOrigin(link.url)(() => atOnce(() => probe(link)))));
}
