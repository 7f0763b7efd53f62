import { expect, test } from '@jest/globals';
import type { ErrorAnswer } from '../../../contract/errors/error-answer.ts';
import { stageFolder, startProbeStack } from '../stage.ts';

test('while the stack starts, every request gets an error of the API, which pages of other origins can read', async () => {
  const folder = await stageFolder();
  const answers: { response: Response; body: ErrorAnswer }[] = [];
  const define = async (url: string): Promise<never> => {
    for (const path of ['/', '/api/stream/extract?tmdbId=550&mediaType=movie', '/local/stack']) {
      const response = await fetch(url + path, { headers: { origin: 'http://localhost:5173' } });
      answers.push({ response, body: (await response.json()) as ErrorAnswer });
    }
    throw new Error('enough');
  };
  await expect(startProbeStack(folder.path, { define })).rejects.toThrow('enough');
  await folder.remove();
  expect(answers).toHaveLength(3);
  for (const { response, body } of answers) {
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'retry-after': '1',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
    expect(body).toEqual({
      error: 'Service unavailable',
      message: 'The local stack is starting. Try again shortly.',
      retryable: true,
      requestId: response.headers.get('x-amzn-requestid'),
    });
  }
});
