import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutgoingError } from './outgoing-error.ts';

/** What {@link readBody} can decode, as an Accept-Encoding value. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** An unwanted body is read up to here to keep its connection; a longer one costs the connection. */
const DRAIN_BYTES = 64 * 1024;
const DRAIN_MS = 250;
const START_BYTES = 1024;

/**
 * Reads a whole body, decoded, and never holds more than `maxBytes` of it. The encoded bytes have the same bound, since
 * a stream of empty blocks decodes to nothing for ever.
 *
 * @param wantsRest decides by the first kilobyte whether the rest is read
 * @throws OutgoingError `size` past the bound, `content` when it cannot be decoded, and whatever the connection throws
 */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
  wantsRest?: (start: Buffer) => boolean,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const collect = async (body: AsyncIterable<Buffer>) => {
    let length = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      const isStart = length < START_BYTES;
      length += chunk.length;
      // Leaving the loop ends the pipeline, and with it the connection.
      if (isStart && length >= START_BYTES && wantsRest?.(Buffer.concat(chunks)) === false) return;
    }
  };
  const decoder = await decoderFor(response, signal);
  if (decoder === undefined) {
    await pipeline(response, atMost(maxBytes), collect, { signal });
    return Buffer.concat(chunks);
  }
  try {
    await pipeline(response, atMost(maxBytes), decoder, atMost(maxBytes), collect, { signal });
  } catch (error) {
    throw isDecoderError(error) ? new OutgoingError('content', 'the body cannot be decompressed', error) : error;
  }
  return Buffer.concat(chunks);
}

/** Lets go of a body that nobody wants: a short one is read away, so that its connection can serve again. */
export async function discardBody(response: IncomingMessage, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(DRAIN_MS)]);
  const ignore = async (body: AsyncIterable<Buffer>) => {
    for await (const _ of body);
  };
  await pipeline(response, atMost(DRAIN_BYTES), ignore, { signal: patience }).catch(() => undefined);
}

/** zlib names its errors Z_…; Brotli's decoder names its own ERR__ERROR_…. */
function isDecoderError(error: unknown): boolean {
  return /^(Z_|ERR__)/.test((error as NodeJS.ErrnoException).code ?? '');
}

async function decoderFor(response: IncomingMessage, signal: AbortSignal) {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return (await beginsAsZlib(response, signal)) ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    default:
      response.destroy();
      throw new OutgoingError('content', 'the body has an encoding that was not asked for');
  }
}

/**
 * `deflate` means the zlib format (RFC 9110, 8.4.1.2), but some servers send bare DEFLATE data, which browsers read as
 * well. The low half of zlib's first byte is 8 (RFC 1950, 2.2), with which no such data begins.
 */
async function beginsAsZlib(response: IncomingMessage, signal: AbortSignal): Promise<boolean> {
  await once(response, 'readable', { signal });
  const first: Buffer | null = response.read();
  if (first === null) return true;
  response.unshift(first);
  return (first[0]! & 0x0f) === 8;
}

function atMost(maxBytes: number) {
  return async function* bounded(body: AsyncIterable<Buffer>) {
    let total = 0;
    for await (const chunk of body) {
      total += chunk.length;
      if (total > maxBytes) throw new OutgoingError('size', `the body is larger than ${maxBytes} bytes`);
      yield chunk;
    }
  };
}
