import { type Progress, progressInWords, type StreamRequest } from '@stream-api/client';
import { isTrialTitle, TRIAL_PROVIDER } from '../try/trial-titles.ts';

/** Which provider is asked for a title, and how each has answered. The stack's own provider has none but its trials. */
export function ProgressLines({ progress, title }: { progress: Progress; title: StreamRequest }) {
  const isShown = ({ provider }: { provider: string }) => provider !== TRIAL_PROVIDER || isTrialTitle(title.tmdbId);
  const lines = progressInWords({ ...progress, steps: progress.steps.filter(isShown) });
  return (
    <ul className="progress" aria-label="Progress" aria-live="polite">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
