import { readFileSync } from 'node:fs';
import { successAnswer } from '../../contract/answer.ts';
import { errorAnswer } from '../../contract/errors/error-answer.ts';
import type { LocalStack } from '../../local/stack.ts';
import { exchange, type HttpAnswer, moviePath } from '../support/http-exchange.ts';

/** What clients saw while something was broken. */
export interface FaultRow {
  readonly fault: string;
  /** Status → how many. */
  readonly answers: Readonly<Record<number, number>>;
  /** Requests without an answer. */
  readonly lost: number;
  /** What became of those, each reason once. */
  readonly lostBecause: readonly string[];
  readonly slowestMs: number;
  /** The most memory that any container had taken, in MiB. */
  readonly peakMib: number;
}

/** Asks for titles at once and counts the responses. One outside the contract counts as lost. */
export async function askAtOnce(
  fault: string,
  stack: LocalStack,
  tmdbIds: readonly (string | number)[],
): Promise<FaultRow> {
  const settled = await Promise.allSettled(tmdbIds.map((id) => exchange(stack.port, moviePath(id))));
  const came = settled.flatMap((each) => (each.status === 'fulfilled' && isDocumented(each.value) ? [each.value] : []));
  return {
    fault,
    answers: countBy(came.map(({ status }) => status)),
    lost: settled.length - came.length,
    lostBecause: [...new Set(settled.flatMap(reasonsOf))],
    slowestMs: Math.round(Math.max(0, ...came.map(({ ms }) => ms))),
    peakMib: Math.max(0, ...stack.pids('extract').map(peakMib)),
  };
}

function reasonsOf(outcome: PromiseSettledResult<HttpAnswer>): string[] {
  if (outcome.status === 'rejected') return [String(outcome.reason)];
  return isDocumented(outcome.value) ? [] : [`${outcome.value.status} ${outcome.value.text.slice(0, 200)}`];
}

export function isDocumented({ status, json }: HttpAnswer): boolean {
  return status === 200 ? successAnswer.safeParse(json).success : errorAnswer.strict().safeParse(json).success;
}

/** Peak resident memory of a process (proc(5), VmHWM); 0 where the system does not show it. */
function peakMib(pid: number): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib) / 1024);
  } catch {
    return 0;
  }
}

const countBy = (values: readonly number[]): Record<number, number> =>
  Object.fromEntries(
    [...new Set(values)].sort().map((value) => [value, values.filter((each) => each === value).length]),
  );

/** The rows as a table for people. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cells = rows.map(({ fault, answers, lost, slowestMs, peakMib }) => [
    fault,
    Object.entries(answers)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', '),
    String(lost),
    `${slowestMs} ms`,
    peakMib === 0 ? 'ended' : `${peakMib} MiB`,
  ]);
  const all = [['fault', 'answers', 'lost', 'slowest', 'peak memory'], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')).join('\n');
}
