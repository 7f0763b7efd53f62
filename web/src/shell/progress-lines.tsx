import { type Progress, progressInWords } from '@stream-api/client';

/**
 * Which provider is asked for a title, and how each has answered.
 * @param leftOut a provider that is not shown
 */
export function ProgressLines({ progress, leftOut }: { progress: Progress; leftOut?: string | undefined }) {
  const steps = progress.steps.filter(({ provider }) => provider !== leftOut);
  return (
    <ul className="progress" aria-label="Progress" aria-live="polite">
      {progressInWords({ ...progress, steps }).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
