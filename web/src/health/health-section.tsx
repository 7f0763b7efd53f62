import type { UnwellSource } from '../../../contract/local/health.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { healthSummary } from './health-summary.ts';
import { useHealth } from './use-health.ts';
import './health.css';

const MEANING: Readonly<Record<UnwellSource['condition'], string>> = {
  down: 'down',
  slow: 'slow',
  'no-cors': 'not for pages',
};

/** Which sources are not well, since when and why; with a button that has a run of the prober. */
export function HealthSection() {
  const { health, problem, isChecking, check } = useHealth();
  if (health?.isOn === false) return null;
  return (
    <section className="question" aria-label="Health of the sources">
      <h2>Health of the sources</h2>
      {problem !== undefined && <p role="alert">The health of the sources could not be read: {problem}.</p>}
      {health && <p aria-live="polite">{healthSummary(health)}</p>}
      <button type="button" className="check-health" onClick={check} disabled={isChecking}>
        {isChecking ? 'Checking …' : 'Check now'}
      </button>
      {health?.sources && health.sources.length > 0 && <UnwellTable sources={health.sources} />}
    </section>
  );
}

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const COLUMNS: readonly (readonly [name: string, className: string])[] = [
  ['Title', 'title'],
  ['Source', 'source-id'],
  ['Found', 'found'],
  ['Since', 'since'],
  ['Host', 'host'],
  ['Why', 'reason'],
];

/** `Nov 26, 16:38`: a source may have been down for days. */
const readableSince = (since: string | number): string =>
  new Date(since).toLocaleString([], { month: 'short', day: 'numeric', ...TIME });

function UnwellTable({ sources }: { readonly sources: readonly UnwellSource[] }) {
  return (
    <ScrollRegion name="Sources that are not well">
      <table className="unwell">
        <thead>
          <tr>
            {COLUMNS.map(([name, className]) => (
              <th key={name} scope="col" className={className}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sources.map(({ id, condition, since, content, origin, reason }) => (
            <tr key={id}>
              <th scope="row">
                {content ?? '–'}
                {/* What a narrow screen has no columns for. */}
                <span className="beneath">
                  {[id, `since ${readableSince(since)}`, origin, reason].filter(Boolean).join(' · ')}
                </span>
              </th>
              <td className="source-id">{id}</td>
              <td className={`found found-${condition}`}>{MEANING[condition]}</td>
              <td className="since">{readableSince(since)}</td>
              <td className="host">{origin ?? '–'}</td>
              <td className="reason">{reason ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
