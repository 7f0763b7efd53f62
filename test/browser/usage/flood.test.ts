import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UsageAnswer } from '../../../contract/local/usage.ts';
import { exchange, moviePath } from '../../support/http-exchange.ts';
import { startLocalStack } from '../../support/local-stack.ts';
import { body, Players, text } from '../../usage/player.ts';

/* Here and not among the quick tests, since it takes minutes. */

const POSTS = 30_000;
const CLIENTS = 300;
const TITLE = '10378';
const T0 = 1_795_700_000_000;

let stack: Awaited<ReturnType<typeof startLocalStack>>;
let players: Players;
beforeAll(async () => {
  stack = await startLocalStack();
  players = new Players(stack.port);
});
afterAll(async () => {
  players.close();
  await stack.stop();
});

/** Ten seconds of a film, with a stall of one. */
const viewing = (sid: string): string =>
  body(
    { e: 'ps', sta: 's', ts: T0, sn: 0, sid: text(sid) },
    { e: 'ps', sta: 'p', ts: T0 + 300, sn: 1, sid: text(sid), br: 2_500 },
    { e: 'ps', sta: 'r', ts: T0 + 5_300, sn: 2, sid: text(sid), br: 2_500 },
    { e: 'ps', sta: 'p', ts: T0 + 6_300, sn: 3, sid: text(sid), br: 2_500 },
    { e: 'ps', sta: 'a', ts: T0 + 11_300, sn: 4, sid: text(sid), br: 2_500 },
  );

test(`${POSTS} posts of ${CLIENTS} clients are counted to the unit, and every answer is served meanwhile`, async () => {
  expect((await exchange(stack.port, moviePath(TITLE))).status).toBe(200);
  const containers = stack.pids('extract').length;
  const unexpected = new Set<number>();
  let left = POSTS;
  const client = async (number: number): Promise<void> => {
    for (let sent = 0; sent < POSTS / CLIENTS; ) {
      const query = `tmdbId=${TITLE}&mediaType=movie&interval=30`;
      const { status } = await players.post(query, viewing(`${number}-${sent}`), { client: number });
      if (status === 204) {
        sent += 1;
        left -= 1;
        continue;
      }
      // Over the throttle of the route, or the client's own budget.
      if (status !== 429) unexpected.add(status);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const posting = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  while (left > 0 && unexpected.size === 0) {
    expect((await exchange(stack.port, moviePath(TITLE))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect([...unexpected]).toEqual([]);
  await posting;
  expect(stack.pids('extract')).toHaveLength(containers);
  const answer = (await (await fetch(`${stack.url}/local/usage?by=title`)).json()) as UsageAnswer;
  expect(answer.rows).toEqual([
    expect.objectContaining({
      key: `movie:${TITLE}`,
      sessions: POSTS,
      playedSeconds: POSTS * 10,
      stalledSeconds: POSTS,
      errors: 0,
    }),
  ]);
}, 900_000);
