import { awsAdvice } from '../target/aws-settings.ts';

/** One thing that was looked at. */
export interface Check {
  /** `api`, `cache`, `table cache`, `provider catalogue`, `alarms`, … */
  readonly name: string;
  /** False makes the command fail; null where there is nothing that could be wrong. */
  readonly ok: boolean | null;
  /** What was seen, in a few words. */
  readonly text: string;
}

/** One line a check. */
export function checksText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const sign = (each: Check) => (each.ok === null ? '-' : each.ok ? 'ok' : 'WRONG');
  return checks.map((each) => `${sign(each).padEnd(6)} ${each.name.padEnd(width)}  ${each.text}\n`).join('');
}

/** Runs one check. What it throws is what is wrong. */
export async function check(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look();
  } catch (error) {
    const reason = awsAdvice(error) ?? (error as Error).message.split('\n', 1)[0] ?? 'failed';
    return [{ name, ok: false, text: reason }];
  }
}
