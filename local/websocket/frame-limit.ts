import type { Duplex } from 'node:stream';

/**
 * Calls back when a frame of a connection is larger than allowed, as soon as its header has come (RFC 6455, section
 * 5.2). The library that reads the messages does not say how they were cut.
 */
export function watchFrames(connection: Duplex, head: Buffer, maxBytes: number, onTooLarge: () => void): void {
  let header = Buffer.alloc(0);
  let payloadLeft = 0;
  const read = (chunk: Buffer): void => {
    let rest = chunk;
    while (rest.length > 0) {
      if (payloadLeft > 0) {
        const skipped = Math.min(payloadLeft, rest.length);
        payloadLeft -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      header = Buffer.concat([header, rest]);
      const frame = frameOf(header);
      if (frame === undefined) return;
      rest = header.subarray(frame.headerBytes);
      header = Buffer.alloc(0);
      payloadLeft = frame.payloadBytes;
      if (payloadLeft > maxBytes) {
        connection.off('data', read);
        onTooLarge();
        return;
      }
    }
  };
  read(head);
  connection.on('data', read);
}

/** The lengths that a frame's header notifies; undefined before all of it has come. */
function frameOf(bytes: Buffer): { headerBytes: number; payloadBytes: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const mask = bytes[1]! & 0x80 ? 4 : 0;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const headerBytes = 2 + extended + mask;
  if (bytes.length < headerBytes) return undefined;
  if (extended === 0) return { headerBytes, payloadBytes: short };
  return {
    headerBytes,
    payloadBytes: extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)),
  };
}
