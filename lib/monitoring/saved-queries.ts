import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Alarm } from './feature.ts';

export interface SavedQueriesProps {
  /** Of the queries, in the console. */
  readonly folder: string;
  readonly alarms: readonly Alarm[];
  /** The logs of every function that any of the alarms is about. */
  readonly logGroupNames: readonly string[];
}

/** A saved query for each alarm of the runbook that the stage may have. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, alarms, logGroupNames }: SavedQueriesProps) {
    super(scope, id);
    for (const { name, title, query } of alarms) {
      new CfnQueryDefinition(this, name, {
        name: `${folder}/${title}`,
        queryString: query.join('\n| '),
        logGroupNames: [...logGroupNames],
      });
    }
  }
}
