import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  type IWidget,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { cloudWatchMetric } from './cloudwatch-metrics.ts';
import type { Panel, Row } from './feature.ts';

/** Of CloudWatch's grid. */
const COLUMNS = 24;
const MAX_IN_A_LINE = 3;
const HEIGHT = 6;
const PERIOD = Duration.minutes(1);

/** The dashboard of one stage: each row under its question. */
export class StageDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: { readonly name: string; readonly rows: readonly Row[] }) {
    super(scope, id, {
      dashboardName: props.name,
      defaultInterval: Duration.hours(3),
      // The period of a point grows with the time that is shown.
      periodOverride: PeriodOverride.AUTO,
    });
    for (const { question, panels } of props.rows) {
      this.addWidgets(new TextWidget({ markdown: `## ${question}`, width: COLUMNS, height: 1 }));
      const width = COLUMNS / Math.min(panels.length, MAX_IN_A_LINE);
      for (let first = 0; first < panels.length; first += MAX_IN_A_LINE) {
        this.addWidgets(...panels.slice(first, first + MAX_IN_A_LINE).map((panel) => graph(panel, width)));
      }
    }
  }
}

function graph({ title, unit, series, lines, isStacked }: Panel, width: number): IWidget {
  return new GraphWidget({
    title,
    left: series.map((each) => cloudWatchMetric(each, PERIOD)),
    leftAnnotations: lines.map(({ label, value }) => ({ label, value })),
    leftYAxis: { label: unit, showUnits: false, min: 0 },
    view: GraphWidgetView.TIME_SERIES,
    stacked: isStacked,
    period: PERIOD,
    width,
    height: HEIGHT,
  });
}
