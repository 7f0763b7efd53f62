interface DiskTrouble {
  /** As Node names it. */
  readonly codes: readonly string[];
  /** The message of the C library, which is all that LevelDB passes on. */
  readonly words: string;
  readonly meaning: string;
}

const TROUBLES: readonly DiskTrouble[] = [
  { codes: ['ENOSPC'], words: 'no space left on device', meaning: 'the disk is full' },
  { codes: ['EDQUOT'], words: 'disk quota exceeded', meaning: 'your quota of the disk is used up' },
  { codes: ['EFBIG'], words: 'file too large', meaning: 'no file may be that large here (ulimit -f)' },
  { codes: ['EROFS'], words: 'read-only file system', meaning: 'the disk is read-only' },
  { codes: ['EACCES', 'EPERM'], words: 'permission denied', meaning: 'you may not write there' },
  { codes: ['EMFILE', 'ENFILE'], words: 'too many open files', meaning: 'too many files are open (ulimit -n)' },
  { codes: ['EEXIST', 'ENOTDIR'], words: 'not a directory', meaning: 'a file is in the place of a folder' },
  { codes: ['EIO'], words: 'input/output error', meaning: 'the disk does not work' },
];

/**
 * Why the disk refused a read or a write, as the end of a sentence; undefined when the error is not the disk's. Data
 * behind an error of the disk is undamaged and must not be deleted.
 */
export function diskTrouble(error: unknown): string | undefined {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  const text = message.toLowerCase();
  return TROUBLES.find(({ codes, words }) => codes.includes(code ?? '') || text.endsWith(words))?.meaning;
}
