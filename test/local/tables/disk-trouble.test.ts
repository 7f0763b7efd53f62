import { expect, test } from '@jest/globals';
import { diskTrouble } from '../../../local/tables/disk-trouble.ts';

const error = (message: string, code?: string) => Object.assign(new Error(message), { code });

test.each([
  ['ENOSPC: no space left on device, write', 'ENOSPC', 'the disk is full'],
  ['IO error: /data/tables/000005.ldb: No space left on device', 'LEVEL_IO_ERROR', 'the disk is full'],
  ['EDQUOT: disk quota exceeded, write', 'EDQUOT', 'your quota of the disk is used up'],
  ['IO error: /data/tables/000005.log: Disk quota exceeded', 'LEVEL_IO_ERROR', 'your quota of the disk is used up'],
  ['EFBIG: file too large, write', 'EFBIG', 'no file may be that large here (ulimit -f)'],
  ['IO error: /data/tables/000006.log: File too large', 'LEVEL_IO_ERROR', 'no file may be that large here (ulimit -f)'],
  ["EROFS: read-only file system, mkdir '/data'", 'EROFS', 'the disk is read-only'],
  ['IO error: /data/tables/LOCK: Read-only file system', 'LEVEL_IO_ERROR', 'the disk is read-only'],
  ["EACCES: permission denied, mkdir '/data'", 'EACCES', 'you may not write there'],
  ["EPERM: operation not permitted, open '/data/x'", 'EPERM', 'you may not write there'],
  ['IO error: /data/tables/LOCK: Permission denied', 'LEVEL_IO_ERROR', 'you may not write there'],
  ['EMFILE: too many open files', 'EMFILE', 'too many files are open (ulimit -n)'],
  ['ENFILE: file table overflow', 'ENFILE', 'too many files are open (ulimit -n)'],
  ['IO error: /data/tables/000005.ldb: Too many open files', 'LEVEL_IO_ERROR', 'too many files are open (ulimit -n)'],
  ["EEXIST: file already exists, mkdir '/data'", 'EEXIST', 'a file is in the place of a folder'],
  ["ENOTDIR: not a directory, mkdir '/data/x'", 'ENOTDIR', 'a file is in the place of a folder'],
  ['EIO: i/o error, write', 'EIO', 'the disk does not work'],
  ['IO error: /data/tables/000005.ldb: Input/output error', 'LEVEL_IO_ERROR', 'the disk does not work'],
])('%s (%s) is the disk’s: %s', (message, code, meaning) => {
  expect(diskTrouble(error(message, code))).toBe(meaning);
});

test.each([
  ['IO error: /data/tables/000005.ldb: Invalid argument', 'LEVEL_IO_ERROR'],
  ['Corruption: no meta-nextfile entry in descriptor', 'LEVEL_CORRUPTION'],
  ['no space left on device is what a title is called', undefined],
])('%s (%s) is not', (message, code) => {
  expect(diskTrouble(error(message, code))).toBeUndefined();
});
