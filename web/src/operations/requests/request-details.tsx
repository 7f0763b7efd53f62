import type { RequestRecord } from '../../../../contract/local/requests.ts';
import { fragmentOf } from '../../shell/route.ts';
import { readableJson, TextBlock } from '../../shell/text-block.tsx';
import { idsInWords } from '../../shell/title-words.ts';
import { tierOf } from './request-words.ts';

/** The whole answer of a request, and what its function logged. */
export function RequestDetails({ record }: { record: RequestRecord }) {
  const { id, method, path, title, provider, sources, bestQuality, why, answer, log } = record;
  const facts: [name: string, value: string | null][] = [
    ['Why', why],
    ['Request', `${method} ${path}`],
    ['Tier', tierOf(record)],
    ['Provider', provider],
    ['Sources', sources === null ? null : `${sources}, the best in ${bestQuality}`],
    ['Request id', id],
  ];
  return (
    <>
      <dl>
        {title && (
          <div>
            <dt>Title</dt>
            <dd>
              <a href={fragmentOf(title)}>Watch {idsInWords(title)}</a>
            </dd>
          </div>
        )}
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <h3>Answer</h3>
      {answer === null ? (
        <p className="fine">It has no body.</p>
      ) : (
        <TextBlock text={readableJson(answer)} name="the answer" />
      )}
      <h3>Log line</h3>
      {log === null ? (
        <p className="fine">No function logged this request: the gateway answered it.</p>
      ) : (
        <TextBlock text={JSON.stringify(log, null, 2)} name="the log line" />
      )}
    </>
  );
}
