import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const MIB = 1024 * 1024;

const PRELOAD = join(import.meta.dirname, 'children/heap-probe.cjs');
const TIMEOUT_MS = 10_000;

/** Resident memory of a process in bytes (proc(5), VmRSS); 0 where the system does not report it. */
export function residentBytes(pid: number): number {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    return 0;
  }
}

/** Measures the memory that a container still uses after its garbage is collected. */
export class HeapProbe {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<HeapProbe> {
    return new HeapProbe(await mkdtemp(join(tmpdir(), 'stream-api-heap-')));
  }

  /** Variables for the containers' environment. */
  get environment(): Record<string, string> {
    return { NODE_OPTIONS: `--expose-gc --require "${PRELOAD}"`, HEAP_PROBE_FOLDER: this.#folder };
  }

  /** @throws Error when the container does not report within ten seconds */
  async aliveBytes(pid: number): Promise<number> {
    const file = join(this.#folder, String(pid));
    await rm(file, { force: true });
    process.kill(pid, 'SIGUSR2');
    for (const until = Date.now() + TIMEOUT_MS; Date.now() < until; await delay(20)) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) return Number(text);
    }
    throw new Error(`Container ${pid} does not report its memory`);
  }

  stop(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
