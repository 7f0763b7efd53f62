import prices from '../../prices.json' with { type: 'json' };
import { functionCosts, lambdaSeries } from '../costs.ts';
import { above, alarm, type Feature, panel, row } from '../feature.ts';
import { awsSeries } from '../series.ts';

const liveConnectionsFailing = alarm('LiveConnectionsFailing', [
  'filter message in ["live", "handshake"] and (level = "WARN" or status >= 500)',
  'stats count(*) as failed, latest(error.message) as last by message, status, bin(1m)',
]);
const watchersNotNotified = alarm('WatchersNotNotified', [
  'filter message in ["notice", "a connection was not notified", "those who watch cannot be notified"]',
  'stats sum(posted) as notified, sum(ended) as ended, sum(failed) as failed, latest(error.message) as last by bin(1m)',
]);

/** Whether those who watch a title are notified of it. */
export const live: Feature = {
  alarms: [liveConnectionsFailing, watchersNotNotified],
  watch(monitored) {
    const { functions, liveApiId } = monitored;
    const { live: sockets, notify } = functions;
    if (sockets === undefined || notify === undefined || liveApiId === undefined) return {};
    const api = awsSeries('AWS/ApiGateway', 'live', { ApiId: liveApiId, Stage: 'live' });
    const notices = lambdaSeries('notify', notify.name);
    const connections = api('ConnectCount', 'connections');
    const messages = api('MessageCount', 'messages');
    const failing = api('IntegrationError', 'faults of the function');
    const notNotified = notices('Errors', 'failed');
    return {
      rows: [
        row(
          'Are those notified who watch?',
          panel('Connections', 'count', [connections, api('ClientError', 'refused'), failing]),
          panel('Notices', 'count', [notices('Invocations', 'notices'), notNotified, messages]),
        ),
      ],
      rules: [above(liveConnectionsFailing, failing, 5), above(watchersNotNotified, notNotified, 5)],
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
