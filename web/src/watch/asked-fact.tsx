import { useEffect, useState } from 'react';
import { type AskedProvider, askedProviders, outcomeInWords } from '../api/asked-providers.ts';
import type { Exchange } from '../api/exchange.ts';
import { readableMs } from '../shell/readable.ts';

/** Which providers were asked for this answer, and which one had it. Only of an answer that was extracted here. */
export function AskedFact({ exchange }: { exchange: Exchange }) {
  const [asked, setAsked] = useState<readonly AskedProvider[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    setAsked([]);
    void askedProviders(exchange, ended.signal).then((found) => {
      if (!ended.signal.aborted) setAsked(found);
    });
    return () => ended.abort();
  }, [exchange]);
  if (asked.length === 0) return null;
  return (
    <div>
      <dt>Asked</dt>
      <dd>
        {asked.map((each) => (
          <span key={each.provider} className="fine" data-testid="asked">
            {each.outcome === 'found' ? <strong>{each.provider}</strong> : each.provider}: {outcomeInWords(each)},{' '}
            {readableMs(each.durationMs)}
          </span>
        ))}
      </dd>
    </div>
  );
}
