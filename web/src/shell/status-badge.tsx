/** An HTTP status as a small label; 0 means that no response came. */
export function StatusBadge({ status }: { status: number }) {
  const kind = status === 0 || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good';
  return <span className={`badge ${kind}`}>{status === 0 ? 'no answer' : status}</span>;
}
