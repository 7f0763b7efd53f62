import { type Progress, progressInWords } from '@stream-api/client';

/** Which provider is asked for a title, and how each has answered. */
export function ProgressLines({ progress }: { progress: Progress }) {
  return (
    <ul className="progress" aria-label="Progress" aria-live="polite">
      {progressInWords(progress).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
