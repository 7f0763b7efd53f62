'use strict';
/*
 * Loaded before aws-lambda-ric. Its transport to the Runtime API is native code that is built when it is installed;
 * this file takes its place, so that nothing has to be built. It is plain JavaScript because it is part of every
 * container's cold start.
 */
const http = require('node:http');
const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const self = pathToFileURL(__filename).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './rapid-client.node'
      ? { url: self, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
});

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
// On one connection a response arrives before the request for the next invocation.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function send(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, agent, headers, path: `/2018-06-01/runtime/invocation/${path}` };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

// Without its Runtime API a container cannot respond.
const leave = () => process.exit(1);

module.exports = {
  next: () => send('GET', 'next', {}).catch(leave),
  done: (id, body) =>
    void send('POST', `${id}/response`, { 'Content-Length': Buffer.byteLength(body) }, body).catch(leave),
  error: (id, body) =>
    void send('POST', `${id}/error`, { 'Content-Length': Buffer.byteLength(body) }, body).catch(leave),
};
