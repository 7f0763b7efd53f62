import type { RequestRecord } from '../../contract/local/requests.ts';
import type { AttemptEvent, ManifestsEvent, ProviderEvent } from '../../lambda/providers/events.ts';
import type { LogRecord } from '../lambda/function-log.ts';

/** What a record needs of the log line that the extract function writes of each request. */
export interface LoggedRequest {
  readonly cache?: {
    readonly tier: NonNullable<RequestRecord['tier']>;
    readonly outcome: string;
    /** How long it waited for the extraction of another request. */
    readonly waitedMs?: number;
  };
  readonly attempts?: readonly AttemptEvent[];
  readonly extractions?: readonly ProviderEvent[];
  readonly manifests?: readonly Pick<ManifestsEvent, 'provider' | 'refused'>[];
  /** By provider or CDN. */
  readonly leftOut?: readonly { readonly provider?: string; readonly cdn?: string; readonly problems: string }[];
  /** Times that a provider was due beside a silent one, and was not asked. */
  readonly extraCallsRefused?: number;
  readonly cause?: { readonly name?: string; readonly message?: string };
}

/** The request whose log line this is; undefined for every other line. */
export function loggedRequestId({ message, requestId }: LogRecord): string | undefined {
  return message === 'request' && typeof requestId === 'string' ? requestId : undefined;
}

export const readLoggedRequest = (line: LogRecord | undefined): LoggedRequest | undefined =>
  line as LoggedRequest | undefined;
