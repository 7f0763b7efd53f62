import prices from '../../prices.json' with { type: 'json' };
import { functionCosts, lambdaSeries } from '../costs.ts';
import { above, alarm, type Feature, panel, row } from '../feature.ts';
import { awsSeries } from '../series.ts';

const liveConnectionsFailing = alarm('LiveConnectionsFailing', [
  'filter message in ["live", "handshake"] and (level = "WARN" or status >= 500)',
  'stats count(*) as failed, latest(error.message) as last by message, status, bin(5m)',
]);
const watchersNotTold = alarm('WatchersNotTold', [
  'filter message in ["notice", "a connection was not told", "those who watch cannot be told"]',
  'stats sum(posted) as told, sum(gone) as gone, sum(failed) as failed, latest(error.message) as last by bin(5m)',
]);

/** Whether those who watch a title are told of it. */
export const live: Feature = {
  alarms: [liveConnectionsFailing, watchersNotTold],
  watch(monitored) {
    const { functions, liveApiId } = monitored;
    const { live: sockets, notify } = functions;
    if (sockets === undefined || notify === undefined || liveApiId === undefined) return {};
    const api = awsSeries('AWS/ApiGateway', 'live', { ApiId: liveApiId, Stage: 'live' });
    const notices = lambdaSeries('notify', notify.name);
    const connections = api('ConnectCount', 'connections');
    const messages = api('MessageCount', 'messages');
    const failing = api('IntegrationError', 'faults of the function');
    const notTold = notices('Errors', 'failed');
    return {
      rows: [
        row(
          'Are those told who watch?',
          panel('Connections', 'count', [connections, api('ClientError', 'refused'), failing]),
          panel('Notices', 'count', [notices('Invocations', 'notices'), notTold, messages]),
        ),
      ],
      rules: [above(liveConnectionsFailing, failing, 5), above(watchersNotTold, notTold, 5)],
      costs: [
        {
          service: 'gatewayCost',
          terms: [{ series: messages, factor: prices.webSocketPerMillionMessages / 1e6 }],
        },
        ...functionCosts('live', sockets, monitored),
        ...functionCosts('notify', notify, monitored),
      ],
    };
  },
};
