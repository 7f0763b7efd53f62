import { expect, test } from '@jest/globals';
import { ROUTES } from '../../contract/routes.ts';
import { observedHandler } from '../observability/observed-handler.ts';

test('a resource that is not a route of the function is a 404 in the form of every error', async () => {
  const { response } = await observedHandler().ask({ resource: '/api/stream/other' });
  expect(response).toMatchObject({ statusCode: 404, headers: { 'Cache-Control': 'no-store' } });
  expect(JSON.parse(response.body)).toMatchObject({ error: 'Not found', retryable: false });
  expect(response.headers).not.toHaveProperty('X-RateLimit-Limit');
});

test.each(Object.entries(ROUTES).filter(([, { function: name }]) => name === 'extract'))(
  'another method than those of %s is a 405 that names them',
  async (_, route) => {
    const { response } = await observedHandler().ask({ resource: route.path, httpMethod: 'PATCH' });
    expect(response).toMatchObject({ statusCode: 405, headers: { Allow: route.methods.join(', ') } });
  },
);
