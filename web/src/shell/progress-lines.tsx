import { type Progress, progressInWords } from '@stream-api/client';

/** Which provider is asked for a title, and how each has answered. */
export function ProgressLines({ progress }: { progress: Progress }) {
  return (
    <div role="log" aria-label="Progress">
      {/* Lines as they come, not one of the lists of answers that they are shown beside. */}
      <ul className="progress" role="none">
        {progressInWords(progress).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
