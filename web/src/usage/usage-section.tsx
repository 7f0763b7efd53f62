import type { UsageRow } from '../../../contract/usage.ts';
import { PanelChart } from '../operations/panel-chart.tsx';
import { readableMs, readableSeconds } from '../shell/readable.ts';
import { QualityStrip } from './quality-strip.tsx';
import { SourceFailures } from './source-failures.tsx';
import { medianBySessions, qualityPanel, spanOf, stalledInWords, stallPanel, startPanel, sum } from './usage-panels.ts';
import { type Usage, useUsage } from './use-usage.ts';
import './usage.css';

/** What viewers really got: which quality, how long a start takes, how much stalls, which source fails. */
export function UsageSection() {
  const { usage, problem } = useUsage();
  if (usage?.isOn === false) return null;
  return (
    <section className="question usage" aria-label="What viewers get">
      <h2>What viewers get</h2>
      {problem !== undefined && <p role="alert">What viewers get could not be read: {problem}.</p>}
      {usage && ((usage.qualities.rows ?? []).length === 0 ? <NothingYet /> : <Plots usage={usage} />)}
    </section>
  );
}

function NothingYet() {
  return (
    <div className="nothing-yet">
      <p>Nobody has watched anything in the last day.</p>
      <p>
        Play a title on the <a href="#watch">Watch</a> tab and leave it: what you got is here some seconds later. For
        your own pages, <code>playTitle(video, title, {'{ measure: true }'})</code> reports it; docs/usage.md has other
        players.
      </p>
    </div>
  );
}

function Plots({ usage: { qualities, hours, sources } }: { readonly usage: Usage }) {
  const span = spanOf();
  const rows = hours.rows ?? [];
  return (
    <>
      <Numbers rows={rows} />
      <QualityStrip rows={qualities.rows ?? []} />
      <div className="charts">
        <div className="by-quality">
          <PanelChart panel={qualityPanel(hours)} span={span} />
        </div>
        <PanelChart panel={startPanel(hours)} span={span} />
        <PanelChart panel={stallPanel(hours)} span={span} />
      </div>
      <SourceFailures rows={sources.rows ?? []} />
    </>
  );
}

function Numbers({ rows }: { readonly rows: readonly UsageRow[] }) {
  const start = medianBySessions(rows, 'startupMsP50');
  const errors = sum(rows.map((row) => row.errors));
  const numbers: readonly (readonly [name: string, value: string, className?: string | undefined])[] = [
    ['Watched', readableSeconds(sum(rows.map(({ playedSeconds }) => playedSeconds)))],
    ['Viewings', String(sum(rows.map(({ sessions }) => sessions)))],
    ['Half start within', start === undefined ? '–' : readableMs(start)],
    ['Stalled', stalledInWords(rows)],
    ['Failures', String(errors), errors > 0 ? 'has-errors' : undefined],
  ];
  return (
    <dl className="summary">
      {numbers.map(([name, value, className]) => (
        <div key={name} className={className}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
