import type { VideoData } from '@stream-api/client';
import { answeredBy, THIS_DEVICE } from '../api/answered-by.ts';
import { type Exchange, headerOf } from '../api/exchange.ts';
import { readableMs, readableSeconds } from '../shell/readable.ts';
import { useSecondsLeft } from '../shell/seconds-left.ts';
import { StatusBadge } from '../shell/status-badge.tsx';
import { useNow } from '../shell/use-now.ts';
import { AskedFact } from './asked-fact.tsx';
import type { Answer } from './use-answer.ts';

/** Where the answer comes from, how long it took and stays fresh, and how many requests are left. */
export function AnswerFacts({ answer, data }: { answer: Answer; data: VideoData }) {
  const { exchange, loading, refetch } = answer;
  const by = exchange ? answeredBy(exchange) : THIS_DEVICE;
  return (
    <section className="answer-facts" aria-labelledby="facts">
      <h2 id="facts">This answer</h2>
      <dl>
        <div>
          <dt>Answered by</dt>
          <dd>
            <strong data-testid="answered-by">{by?.name ?? 'Unknown'}</strong>
            {by && <span className="fine">{by.description}</span>}
          </dd>
        </div>
        {exchange && <AskedFact exchange={exchange} />}
        {exchange && <TimeFact exchange={exchange} />}
        {exchange && <FreshnessFact exchange={exchange} ttl={by?.ttl} />}
        <div>
          <dt>Contains</dt>
          <dd>
            {data.sources.length} {data.sources.length === 1 ? 'source' : 'sources'}
            <span className="fine">
              {data.subtitles.length} {data.subtitles.length === 1 ? 'subtitle' : 'subtitles'}
              {data.duration ? ` · ${readableSeconds(data.duration)} long` : ''}
            </span>
          </dd>
        </div>
        {exchange && <RequestsLeft exchange={exchange} />}
      </dl>
      <button type="button" disabled={loading} onClick={() => void refetch()}>
        {loading ? 'Asking …' : 'Ask the API again'}
      </button>
    </section>
  );
}

function TimeFact({ exchange }: { exchange: Exchange }) {
  const inFunction = headerOf(exchange, 'x-response-time');
  return (
    <div>
      <dt>Took</dt>
      <dd>
        {readableMs(exchange.ms)} <StatusBadge status={exchange.status} />
        {inFunction && <span className="fine">{inFunction.replace(/ms$/, ' ms')} of it in the function</span>}
      </dd>
    </div>
  );
}

function FreshnessFact({ exchange, ttl }: { exchange: Exchange; ttl: number | undefined }) {
  const control = headerOf(exchange, 'cache-control') ?? '';
  const maxAge = Number(/max-age=(\d+)/.exec(control)?.[1] ?? Number.NaN);
  const stale = Number(/stale-while-revalidate=(\d+)/.exec(control)?.[1] ?? 0);
  const left = useSecondsLeft(exchange, ttl ?? maxAge - Number(headerOf(exchange, 'age') ?? 0));
  if (Number.isNaN(maxAge)) {
    return <Freshness value="not stored" note="its links expire too soon" />;
  }
  return (
    <Freshness
      value={left > 0 ? `for ${readableSeconds(left)} more` : 'no longer'}
      note={`of ${readableSeconds(maxAge)}${stale > 0 ? `, then ${readableSeconds(stale)} while it is refreshed` : ''}`}
    />
  );
}

function Freshness({ value, note }: { value: string; note: string }) {
  return (
    <div>
      <dt>Fresh</dt>
      <dd>
        {value}
        <span className="fine">{note}</span>
      </dd>
    </div>
  );
}

/** The rate limit, from the `X-RateLimit-` headers. */
function RequestsLeft({ exchange }: { exchange: Exchange }) {
  const now = useNow();
  const limit = Number(headerOf(exchange, 'x-ratelimit-limit'));
  const left = Number(headerOf(exchange, 'x-ratelimit-remaining'));
  const resetIn = Number(headerOf(exchange, 'x-ratelimit-reset')) - now / 1000;
  if (!(limit > 0)) return null;
  return (
    <div>
      <dt>Requests left</dt>
      <dd>
        {left} of {limit}
        <meter min={0} max={limit} low={limit * 0.2} value={left} aria-label="Requests left in this window" />
        <span className="fine">
          {resetIn > 0 ? `all again in ${readableSeconds(resetIn)}` : 'a new window has begun'}
        </span>
      </dd>
    </div>
  );
}
