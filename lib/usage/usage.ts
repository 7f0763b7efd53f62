import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { UsageFunction, type UsageFunctionProps } from './usage-function.ts';
import { UsageReportFunction } from './usage-report-function.ts';
import { UsageTable } from './usage-table.ts';

/** What viewers really got: the collector of players' records, its sums, and the function that shows them. */
export class Usage extends Construct {
  readonly table: UsageTable;
  readonly collector: UsageFunction;
  readonly report: UsageReportFunction;

  constructor(scope: Construct, id: string, props: Omit<UsageFunctionProps, 'usageTable'>) {
    super(scope, id);
    this.table = new UsageTable(this, 'Table', props.settings);
    this.collector = new UsageFunction(this, 'Collector', { ...props, usageTable: this.table });
    this.report = new UsageReportFunction(this, 'Report', { ...props, usageTable: this.table });
    new CfnOutput(scope, 'UsageFunctionName', { value: this.report.function.functionName });
  }
}
