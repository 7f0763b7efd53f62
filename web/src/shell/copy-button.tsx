import { useEffect, useState } from 'react';

/** For how long a button says that it has copied. */
const SHOWN_MS = 2000;

const WORDS = { copied: 'Copied', failed: 'Not allowed' } as const;

/** Copies a text. @param of what it copies, for screen readers: `the link of 1080p HLS` */
export function CopyButton({ text, of }: { text: string; of: string }) {
  const [result, setResult] = useState<keyof typeof WORDS>();
  useEffect(() => {
    if (result === undefined) return;
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      // Without permission, or on a page that is not from this machine and not over HTTPS.
      setResult('failed');
    }
  }

  return (
    <span className="copy">
      <button type="button" onClick={() => void copy()}>
        {result === undefined ? 'Copy' : WORDS[result]}
        <span className="sr-only"> {of}</span>
      </button>
      <span className="sr-only" role="status">
        {result && `${WORDS[result]}: ${of}`}
      </span>
    </span>
  );
}
