import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { type ExtractionTables, extractionVariables, grantExtraction } from './extraction-access.ts';
import { StreamFunction } from './stream-function.ts';

/** The least that Lambda allows. A refresh whose event waited longer has lost its lease soon after. */
const EVENT_AGE = Duration.seconds(60);

export interface RefreshFunctionProps extends ExtractionTables {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
}

/**
 * Refreshes stale answers and finishes extractions that take longer than a request may. Invoked asynchronously, and
 * never repeated by Lambda: the next stale request starts the next refresh.
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
      }),
    });
    grantExtraction(this, settings, tables);
    this.live.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVENT_AGE });
  }
}
