interface DiskTrouble {
  /** As Node names it. */
  readonly codes: readonly string[];
  /** As the C library words it, which is all that LevelDB passes on. */
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
  { codes: ['EEXIST', 'ENOTDIR'], words: 'not a directory', meaning: 'a file stands in the place of a folder' },
  { codes: ['EIO'], words: 'input/output error', meaning: 'the disk does not work' },
];

/**
 * What the disk has against a read or a write, in words that end a sentence; undefined where the error is not the
 * disk's. What is stored is as good as before then, and must not be deleted.
 */
export function diskTrouble(error: unknown): string | undefined {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  const said = message.toLowerCase();
  return TROUBLES.find(({ codes, words }) => codes.includes(code ?? '') || said.endsWith(words))?.meaning;
}
