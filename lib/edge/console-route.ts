/**
 * The code of a CloudFront function (viewer request, JavaScript runtime 2.0) for the console page. It redirects the
 * bare path to the folder, so that the page's relative links work, and maps the folder to `index.html`, since a bucket
 * has no folders.
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
