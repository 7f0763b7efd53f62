import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutgoingError } from './outgoing-error.ts';

/** What {@link readBody} can decode, as an Accept-Encoding value. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** Unwanted bodies up to this size are drained so that the connection can be reused; larger ones close it. */
const DRAIN_BYTES = 64 * 1024;
const DRAIN_MS = 250;
const START_BYTES = 1024;

/** Where the reading of a body ends early. */
export interface PartOfBody {
  /** Decides by the first kilobyte whether the rest is read. */
  readonly wantsRest?: (start: Buffer) => boolean;
  /** Reading ends with the chunk that completes this number of decoded bytes. */
  readonly firstBytes?: number;
}

/**
 * Reads and decodes a whole body of at most `maxBytes`. The encoded bytes have the same bound, since an endless stream
 * of empty blocks decodes to nothing.
 *
 * @throws OutgoingError `size` past the bound, `content` when it cannot be decoded
 * @throws every error of the connection
 */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
  { wantsRest, firstBytes = Number.POSITIVE_INFINITY }: PartOfBody = {},
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
      // One that is complete ends by itself, which keeps its connection.
      if (length >= firstBytes && length !== Number(response.headers['content-length'])) return;
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

/** Discards an unwanted body: a short one is drained, so that its connection can be reused. */
export async function discardBody(response: IncomingMessage, signal: AbortSignal): Promise<void> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(DRAIN_MS)]);
  const ignore = async (body: AsyncIterable<Buffer>) => {
    for await (const _ of body);
  };
  await pipeline(response, atMost(DRAIN_BYTES), ignore, { signal: bounded }).catch(() => undefined);
}

/** Error codes of zlib begin with Z_, those of the Brotli decoder with ERR__ERROR_. */
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
      throw new OutgoingError('content', 'the body has an encoding that was not requested');
  }
}

/**
 * Whether the body is in zlib format, as `deflate` means (RFC 9110, 8.4.1.2); some servers send bare DEFLATE data,
 * which browsers accept. The low half of zlib's first byte is 8 (RFC 1950, 2.2), which bare data never begins with.
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
