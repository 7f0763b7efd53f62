import { expect, test } from '@jest/globals';
import { ROUTES } from '../../../contract/routes.ts';
import { shownPath } from '../../../local/requests/shown-path.ts';

test.each(Object.values(ROUTES).map(({ path }) => path))('the route %s is shown as it is', (path) => {
  expect(shownPath(path)).toBe(path);
});

test.each([
  ['/api/stream/extrct', '/api/stream/extrct'],
  ['/', '/'],
  ['/api/stream/', '/api/stream/'],
  ['/api/stream/Xk29fJq0aPz7LmN4bVc1', '/api/stream/…'],
  ['/api/stream/%58%6b%32', '/api/stream/…'],
  ['/api/stream/0a1b2c3d4e5f60718293a4b5', '/api/stream/…'],
  ['/api/stream/viewer@example.com/token=abc', '/api/stream/…/…'],
  ['/api/stream/extract;jsessionid=abc', '/api/stream/…'],
  ['/api/stream/203.0.113.77', '/api/stream/…'],
  ['/api/stream/2001:db8::1', '/api/stream/…'],
  ['/a/b/c/d/e/f/g/h/i/j', '/a/b/c/d/e/f/g/h/…'],
  ['//x', '//x'],
])('%s is shown as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
