import { expect, test } from '@jest/globals';
import validate from '../../contract/generated/provider-answer.js';
import { answerProblems } from '../../lambda/providers/answer/answer-problems.ts';

// What the function refuses. The command's stricter schema is tested with the command.
test.each([
  ['no object', null, ['body must be an object (got null)']],
  ['no sources', { url: 'https://media.example.com/' }, ['sources is required (got {url})']],
  ['sources of another type', { sources: 'none' }, ['sources must be a list (got a text)']],
  [
    'no source with a URL',
    { sources: [{ file: 'a', 'x~y/z': 1 }, 7, { url: 7 }] },
    [
      'sources[0].url is required (got {file, x~y/z})',
      'sources[1] must be an object (got 7)',
      'sources[2].url must be a text (got 7)',
    ],
  ],
])('names the fields of an answer with %s', (_what, body, expected) => {
  expect(validate(body)).toBe(false);
  const problems = answerProblems(body, validate.errors ?? []);
  expect(problems.map(({ field, message }) => `${field} ${message}`)).toEqual(expected);
});

test('bounds the names that it shows', () => {
  const names = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(100, 'x'));
  const body = Object.fromEntries(names.map((name) => [name, 1]));
  validate(body);
  const [problem] = answerProblems(body, validate.errors ?? []);
  expect(problem!.message.length).toBeLessThan(400);
  expect(problem!.message).toMatch(/, …}\)$/);
});
