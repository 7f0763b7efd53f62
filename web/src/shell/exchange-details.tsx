import { type Exchange, jsonOf } from '../api/exchange.ts';
import { ScrollRegion } from './scroll-region.tsx';

/** An answer's JSON and headers, collapsed. */
export function ExchangeDetails({ exchange }: { exchange: Exchange }) {
  const json = jsonOf(exchange);
  return (
    <div className="exchange-details">
      <details>
        <summary>Answer as JSON</summary>
        <ScrollRegion name={`JSON of ${exchange.target}`}>
          <pre>{json === undefined ? exchange.body || '(empty)' : JSON.stringify(json, null, 2)}</pre>
        </ScrollRegion>
      </details>
      <details>
        <summary>Headers</summary>
        <dl className="headers">
          {exchange.headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
