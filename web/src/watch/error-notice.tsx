import { StreamError } from '@stream-api/client';
import { hasApiKey } from '../api/api-key.ts';
import { useSecondsLeft } from '../shell/seconds-left.ts';
import { StatusBadge } from '../shell/status-badge.tsx';
import { KeyForm } from './key-form.tsx';

/** An error of the API; if it is retryable, with a button that waits for Retry-After. */
export function ErrorNotice({ error, busy, onRetry }: { error: unknown; busy: boolean; onRetry: () => void }) {
  const failure = asStreamError(error);
  // The API answers the same without a key and with a wrong one.
  const isWrongKey = failure.status === 403 && hasApiKey();
  return (
    <section className="error-notice" aria-label="Error">
      <div role="alert">
        <h2>
          <StatusBadge status={failure.status} /> {failure.error}
        </h2>
        <p>{isWrongKey ? 'This API key is not valid on this stage. Enter another one.' : failure.message}</p>
        {failure.details.length > 0 && (
          <ul>
            {failure.details.map(({ field, message }) => (
              <li key={field + message}>
                <code>{field}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {failure.retryable && <Retry error={failure} busy={busy} onRetry={onRetry} />}
      {failure.status === 403 && <KeyForm onKey={onRetry} />}
      {failure.requestId && (
        <p className="fine">
          Request <code>{failure.requestId}</code>
        </p>
      )}
    </section>
  );
}

function Retry({ error, busy, onRetry }: { error: StreamError; busy: boolean; onRetry: () => void }) {
  const left = useSecondsLeft(error, error.retryAfter ?? 0);
  // Over the rate limit, an earlier request is certain to fail. After other errors it may succeed.
  const mustWait = error.status === 429 && left > 0;
  return (
    <p className="retry">
      <button type="button" className="primary" disabled={busy || mustWait} onClick={onRetry}>
        {busy ? 'Asking …' : 'Try again'}
      </button>
      {left > 0 && (
        <span role="timer">
          {mustWait ? 'in' : 'the API suggests waiting'} {left} s
        </span>
      )}
    </p>
  );
}

function asStreamError(error: unknown): StreamError {
  if (error instanceof StreamError) return error;
  return new StreamError({ status: 0, error: 'Page error', message: String(error), retryable: true });
}
