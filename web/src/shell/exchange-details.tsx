import type { Exchange } from '../api/exchange.ts';
import { readableJson, TextBlock } from './text-block.tsx';

/** An answer's JSON and headers, collapsed. */
export function ExchangeDetails({ exchange }: { exchange: Exchange }) {
  return (
    <div className="exchange-details">
      <details>
        <summary>Answer as JSON</summary>
        <TextBlock text={readableJson(exchange.body)} name={`JSON of ${exchange.target}`} />
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
