import { useState } from 'react';
import { RequestRow } from './request-row.tsx';
import { hasProblem } from './request-words.ts';
import { useRequests } from './use-requests.ts';
import './requests.css';

/** Rows that are shown at first, and added by the button. */
const PAGE = 20;

const COLUMNS = ['Time', 'Title', 'Status', 'Tier', 'Provider', 'Took', 'Why'];

/** The API's requests as they come, newest first. Each opens to its whole answer and its log line. */
export function RequestList() {
  // What moves by itself can be stopped (WCAG 2.2.2).
  const [isPaused, setPaused] = useState(false);
  const [onlyProblems, setOnlyProblems] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState<string>();
  const { requests, problem } = useRequests(isPaused);
  const listed = onlyProblems ? requests.filter(hasProblem) : requests;

  return (
    <section className="requests" aria-labelledby="requests">
      <div className="requests-head">
        <h2 id="requests">Requests</h2>
        <label>
          <input type="checkbox" checked={onlyProblems} onChange={(event) => setOnlyProblems(event.target.checked)} />
          Only with a problem
        </label>
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Continue' : 'Pause'}
        </button>
      </div>
      {problem !== undefined && <p role="alert">The requests could not be read: {problem}.</p>}
      {listed.length === 0 ? (
        <p className="nothing">{nothingInWords(onlyProblems)}</p>
      ) : (
        <table aria-labelledby="requests">
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <th key={name} scope="col" className={name.toLowerCase()}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.slice(0, shown).map((record) => (
              <RequestRow
                key={record.id}
                record={record}
                isOpen={record.id === open}
                onToggle={() => setOpen(record.id === open ? undefined : record.id)}
              />
            ))}
          </tbody>
        </table>
      )}
      {listed.length > shown && (
        <p className="more">
          <button type="button" onClick={() => setShown(shown + PAGE)}>
            Show more requests
          </button>
          <span className="fine">
            {shown} of {listed.length}
          </span>
        </p>
      )}
    </section>
  );
}

const nothingInWords = (onlyProblems: boolean): string =>
  onlyProblems
    ? 'No request has had a problem.'
    : 'No request yet. Each one appears here as it is answered: watch a title, or try what can go wrong.';
