import { useEffect, useState } from 'react';

/** Counts whole seconds down to 0, and restarts when `from` is another object. */
export function useSecondsLeft(from: object, seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    // Used only as a dependency that restarts the effect.
    void from;
    const end = Date.now() + seconds * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [from, seconds]);
  return left;
}
