import { useId } from 'react';
import type { RequestRecord } from '../../../../contract/local/requests.ts';
import { StatusBadge } from '../../shell/status-badge.tsx';
import { readableMoment, readableValue } from '../chart-scale.ts';
import { RequestDetails } from './request-details.tsx';
import { subjectOf, tierOf } from './request-words.ts';

interface RequestRowProps {
  record: RequestRecord;
  isOpen: boolean;
  onToggle: () => void;
}

/** One request. Its button covers the row, so that a click anywhere opens it. */
export function RequestRow({ record, isOpen, onToggle }: RequestRowProps) {
  const { time, status, provider, ms, why } = record;
  const moment = readableMoment(Date.parse(time));
  const details = useId();
  return (
    <>
      <tr className={isOpen ? 'request is-open' : 'request'}>
        <td className="time">{moment}</td>
        <th scope="row" className="title">
          <button type="button" aria-expanded={isOpen} aria-controls={isOpen ? details : undefined} onClick={onToggle}>
            {subjectOf(record)}
          </button>
          {/* What a narrow screen has no columns for. */}
          <span className="below">
            <span className="time-below">{moment}</span> {why}
          </span>
        </th>
        <td className="status">
          <StatusBadge status={status} />
        </td>
        <td className="tier">{tierOf(record)}</td>
        <td className="provider">{provider ?? '–'}</td>
        <td className="took">{readableValue(ms, 'ms')}</td>
        <td className="why">{why}</td>
      </tr>
      {isOpen && (
        <tr id={details} className="request-details">
          <td colSpan={7}>
            <RequestDetails record={record} />
          </td>
        </tr>
      )}
    </>
  );
}
