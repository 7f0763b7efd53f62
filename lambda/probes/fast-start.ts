/**
 * Whether a player can begin an MP4 file before it has all of it: its `moov` box is before `mdat` (ISO/IEC
 * 14496-12, 6.2.3). Undefined where the beginning does not show it, or is not of an MP4 file.
 *
 * @param beginning the first bytes of the file
 */
export function startsFast(beginning: Uint8Array): boolean | undefined {
  const view = new DataView(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  for (let at = 0; at + 8 <= view.byteLength; ) {
    const type = String.fromCharCode(...beginning.subarray(at + 4, at + 8));
    if (type === 'moov') return true;
    if (type === 'mdat') return false;
    if (at === 0 && !/^(ftyp|free|skip|wide|styp)$/.test(type)) return undefined;
    const size = view.getUint32(at);
    // 1: the size follows in 64 bits. 0: up to the end of the file.
    const is64 = size === 1 && at + 16 <= view.byteLength;
    const length = is64 ? Number(view.getBigUint64(at + 8)) : size;
    // A box has its own header at least. Another size would not lead on.
    if (length < (is64 ? 16 : 8)) return undefined;
    at += length;
  }
  return undefined;
}
