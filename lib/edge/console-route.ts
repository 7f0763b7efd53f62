/**
 * The code of a CloudFront function (viewer request, JavaScript runtime 2.0) that leads to the console page: its bare
 * path to the folder, or the page's relative links would miss it, and the folder to `index.html`, since a bucket knows
 * no folders.
 *
 * @param path such as `/stream-console`
 */
export const consoleRoute = (path: string): string => `function handler(event) {
  const request = event.request;
  if (request.uri === '${path}') {
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '${path}/' } } };
  }
  if (request.uri === '${path}/') request.uri = '${path}/index.html';
  return request;
}
`;
