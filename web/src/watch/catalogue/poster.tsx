import { useState } from 'react';

/** A title's poster; a tile with its initials where it has none, or the picture cannot be loaded. */
export function Poster({ url, name }: { url: string | undefined; name: string }) {
  const [failed, setFailed] = useState<string>();
  if (url !== undefined && url !== failed) {
    return <img className="poster" src={url} alt="" loading="lazy" onError={() => setFailed(url)} />;
  }
  return (
    <span className="poster tile" aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** `Big Buck Bunny` → `BB`; of a name without letters, its first two characters. */
function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !/^(the|a|an|of)$/i.test(word));
  const initials = words.slice(0, 2).map((word) => [...word][0]?.toUpperCase() ?? '');
  return initials.join('') || name.slice(0, 2);
}
