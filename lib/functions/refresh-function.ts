import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { type ExtractionTables, extractionVariables, grantExtraction } from './extraction-access.ts';
import { StreamFunction } from './stream-function.ts';

/** The shortest that Lambda allows. The lease of a refresh whose event waited longer is about to expire. */
const EVENT_AGE = Duration.seconds(60);

export interface RefreshFunctionProps extends ExtractionTables {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
}

/**
 * Refreshes stale entries, and finishes extractions that take longer than a request may. It is invoked asynchronously.
 * Lambda never retries it: the next request for a stale entry starts the next refresh.
 */
export class RefreshFunction extends StreamFunction<'refresh'> {
  constructor(scope: Construct, id: string, { settings, bundles, ...tables }: RefreshFunctionProps) {
    const { refreshSeconds, refreshAttemptMs } = settings.timeouts;
    super(scope, id, {
      name: 'refresh',
      description: `Stream API (${settings.stage}): refreshes stale answers`,
      bundles,
      settings,
      timeoutSeconds: refreshSeconds,
      environment: extractionVariables(settings, tables, {
        deadlineMs: refreshSeconds * 1000,
        attemptMs: refreshAttemptMs,
        isInBackground: true,
      }),
    });
    grantExtraction(this, settings, tables);
    this.live.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVENT_AGE });
  }
}
