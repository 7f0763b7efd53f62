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
    if (size === 1 && at + 16 <= view.byteLength) at += Number(view.getBigUint64(at + 8));
    else if (size >= 8) at += size;
    else return undefined;
  }
  return undefined;
}
