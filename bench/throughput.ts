import { Agent } from 'node:http';
import { startLocalStack } from '../test/support/local-stack.ts';
import { statusOf } from './keep-alive-get.ts';
import { type Spread, spreadOf } from './statistics.ts';

const CONCURRENT = 8;
const TITLE = '/api/stream/extract?tmdbId=550&mediaType=movie';

export interface Throughput {
  readonly perSecond: number;
  readonly milliseconds: Spread;
  readonly errors: number;
}

/** Measures the whole local stack (gateway, four containers, table), with one title as fast as it answers. */
export async function measureThroughput(seconds: number): Promise<Throughput> {
  const stack = await startLocalStack({ containers: 4 });
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  const url = stack.url + TITLE;
  try {
    for (let call = 0; call < 4 * CONCURRENT; call++) await statusOf(url, agent);
    const milliseconds: number[] = [];
    let errors = 0;
    const end = performance.now() + seconds * 1000;
    const caller = async (): Promise<void> => {
      while (performance.now() < end) {
        const began = performance.now();
        if ((await statusOf(url, agent)) !== 200) errors += 1;
        milliseconds.push(performance.now() - began);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, caller));
    return { perSecond: milliseconds.length / seconds, milliseconds: spreadOf(milliseconds), errors };
  } finally {
    agent.destroy();
    await stack.stop();
  }
}
