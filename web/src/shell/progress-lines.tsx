import { type Progress, progressInWords } from '@stream-api/client';

/**
 * Which provider is asked for a title, and how each has answered.
 * @param leftOut a provider that is not shown
 */
export function ProgressLines({ progress, leftOut }: { progress: Progress; leftOut?: string | undefined }) {
  const steps = progress.steps.filter(({ provider }) => provider !== leftOut);
  return (
    <div role="log" aria-label="Progress">
      {/* Lines as they come, not one of the lists of answers that they are shown beside. */}
      <ul className="progress" role="none">
        {progressInWords({ ...progress, steps }).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
