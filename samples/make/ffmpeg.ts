import { spawnSync } from 'node:child_process';

/** Runs ffmpeg to its end. @throws Error with what ffmpeg said when it fails or is not installed */
export function ffmpeg(...options: readonly string[]): void {
  const run = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options], { encoding: 'utf8' });
  if (run.error) throw new Error(`ffmpeg cannot be started: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`ffmpeg ${options.join(' ')}\n${run.stderr}`);
}

/** What every output needs to come out the same on every run: no dates, no version strings. */
export const REPRODUCIBLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'] as const;
