import type { Progress, StreamRequest } from '@stream-api/client';
import { useEffect, useRef, useState } from 'react';
import { answeredBy } from '../api/answered-by.ts';
import { headerOf, jsonOf } from '../api/exchange.ts';
import { streamClient } from '../api/stream-client.ts';
import { ExchangeDetails } from '../shell/exchange-details.tsx';
import { ProgressLines } from '../shell/progress-lines.tsx';
import { readableMs, readableSeconds } from '../shell/readable.ts';
import { useSecondsLeft } from '../shell/seconds-left.ts';
import { StatusBadge } from '../shell/status-badge.tsx';
import type { Step, Trial } from './trial.ts';

/** One trial: its description, its button, and the answers so far. */
export function TrialCard({ trial }: { trial: Trial }) {
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [progress, setProgress] = useState<Progress>();
  const leaving = useRef(new AbortController());

  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  async function run(): Promise<void> {
    const { signal } = leaving.current;
    setSteps([]);
    setProblem(undefined);
    setProgress(undefined);
    setRunning(true);
    const waiting = new AbortController();
    signal.addEventListener('abort', () => waiting.abort(), { signal: waiting.signal });
    const watch = (title: StreamRequest) =>
      void streamClient.watch(title, { onProgress: setProgress, signal: waiting.signal });
    try {
      for await (const step of trial.run(signal, watch)) setSteps((before) => [...before, step]);
    } catch (error) {
      if (!signal.aborted) setProblem(`No answer came: ${(error as Error).message}.`);
    }
    waiting.abort();
    if (!signal.aborted) setRunning(false);
  }

  return (
    <section className="trial" aria-labelledby={`trial-${trial.id}`} data-trial={trial.id}>
      <h2 id={`trial-${trial.id}`}>{trial.name}</h2>
      <p>{trial.description}</p>
      <p className="run">
        <button type="button" className="primary" disabled={running} onClick={() => void run()}>
          {running ? 'Running …' : steps.length > 0 ? 'Run again' : 'Run'}
          <span className="sr-only">: {trial.name}</span>
        </button>
        {trial.takes !== undefined && <span className="fine">takes about {readableSeconds(trial.takes)}</span>}
      </p>
      {progress && <ProgressLines progress={progress} />}
      <ol className="steps" aria-live="polite">
        {steps.map((step) => (
          <li key={step.exchange.sentAt}>
            <StepView step={step} />
          </li>
        ))}
      </ol>
      {problem && <p role="alert">{problem}</p>}
    </section>
  );
}

function StepView({ step: { note, exchange } }: { step: Step }) {
  const { error, message, retryable } = Object(jsonOf(exchange)) as Record<string, unknown>;
  const facts = ['cache-status', 'cache-control'].flatMap((name) => headerOf(exchange, name) ?? []);
  return (
    <>
      <p className="outcome">
        <StatusBadge status={exchange.status} /> <strong>{typeof error === 'string' ? error : note}</strong>{' '}
        <span className="fine">
          {readableMs(exchange.ms)}
          {answeredBy(exchange) && `, ${answeredBy(exchange)?.name.toLowerCase()}`}
        </span>
      </p>
      <p className="target">
        <code>{exchange.target}</code>
      </p>
      {typeof error === 'string' && <p>{note}</p>}
      {typeof message === 'string' && <p className="quote">{message}</p>}
      {typeof retryable === 'boolean' && (
        <p className="fine">
          {retryable ? 'Retryable' : 'Not retryable'}
          <RetryAfter exchange={exchange} />
        </p>
      )}
      {facts.map((fact) => (
        <p key={fact} className="fine">
          <code>{fact}</code>
        </p>
      ))}
      <ExchangeDetails exchange={exchange} />
    </>
  );
}

function RetryAfter({ exchange }: Pick<Step, 'exchange'>) {
  const asked = Number(headerOf(exchange, 'retry-after') ?? 0);
  const left = useSecondsLeft(exchange, asked);
  if (asked === 0) return null;
  return (
    <span role="timer" aria-live="off">
      {left > 0 ? `: try again in ${left} s` : ': you can try again now'}
    </span>
  );
}
