import { beforeEach, expect, test } from '@jest/globals';
import { MAX_MESSAGES_A_MINUTE } from '../../contract/bounds.ts';
import { socketHandler } from '../../lambda/wiring/live/socket-handler.ts';
import { FakeClock } from '../support/fake-clock.ts';

const WATCH = '{"action":"watch","title":{"mediaType":"movie","tmdbId":"550"}}';

let clock: FakeClock;
let sent: unknown[];
let ended: string[];
let onSocket: ReturnType<typeof socketHandler>;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  ended = [];
  onSocket = socketHandler({
    clock,
    table: {
      watch: async () => 'watching',
      disconnect: async (connection: string) => void ended.push(connection),
    },
    titles: { mark: async () => ({}) },
    purges: { isRecent: () => true, required: () => 0 },
    send: async (errand: object) => void sent.push(errand),
    onFailure: (error: unknown) => {
      throw error;
    },
  } as unknown as Parameters<typeof socketHandler>[0]);
});

const message = async (connectionId: string, body: string, routeKey = '$default', eventType = 'MESSAGE') => {
  const event = { requestContext: { connectionId, routeKey, eventType }, body };
  const { body: answer } = await onSocket(event as Parameters<typeof onSocket>[0]);
  return answer && JSON.parse(answer);
};

test('a message is one whatever its route, and only the end of a connection ends it', async () => {
  for (const route of ['$connect', '$disconnect']) {
    expect(await message('a', `{"action":"${route}"}`, route)).toMatchObject({ error: 'Validation error' });
  }
  expect(ended).toEqual([]);
  await message('a', '', '$disconnect', 'DISCONNECT');
  expect(ended).toEqual(['a']);
});

test('who sends too much is asked to go, then disconnected once; nobody else is, and not in the next minute', async () => {
  for (let count = 0; count < MAX_MESSAGES_A_MINUTE; count++) {
    expect(await message('flood', '{"action":"ping"}')).toBeUndefined();
  }
  for (let count = 0; count < 5; count++) expect(await message('flood', WATCH)).toEqual({ type: 'bye', after: 5 });
  expect(sent).toEqual([{ close: 'flood' }]);
  expect(await message('calm', '{"action":"ping"}')).toBeUndefined();
  await clock.advance(60_000);
  expect(await message('flood', '{"action":"ping"}')).toBeUndefined();
});

test('the function that notifies starts when somebody begins to wait, once a minute', async () => {
  expect(await message('a', WATCH)).toMatchObject({ type: 'progress', seq: 0 });
  await message('b', WATCH);
  expect(sent).toEqual([{ warm: true }]);
  await clock.advance(60_000);
  await message('b', WATCH);
  expect(sent).toHaveLength(2);
});
