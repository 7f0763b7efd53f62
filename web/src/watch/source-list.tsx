import type { Source } from '@stream-api/client';
import { streamClient } from '../api/stream-client.ts';
import { readableBitrate, readableSeconds } from '../shell/readable.ts';
import { useNow } from '../shell/use-now.ts';

interface SourceListProps {
  sources: readonly Source[];
  playing: Source | undefined;
  /** Why sources have failed, in words, by their URL. */
  failed: ReadonlyMap<string, string>;
  onChoose: (source: Source) => void;
}

/** All sources, best first. Choosing one plays it. */
export function SourceList({ sources, playing, failed, onChoose }: SourceListProps) {
  return (
    <fieldset className="sources">
      <legend>Sources, best first</legend>
      {sources.map((source) => (
        <label key={source.url} className="source">
          <input type="radio" name="source" checked={source === playing} onChange={() => onChoose(source)} />
          <span className="quality">{source.quality}</span>
          <span className="type">{source.type.toUpperCase()}</span>
          <span className="facts">
            {factsOf(source).join(' · ')}
            {failed.has(source.url) && <span className="failed">failed: {failed.get(source.url)}</span>}
          </span>
          <Expiry source={source} />
        </label>
      ))}
    </fieldset>
  );
}

function factsOf({ label, width, height, frameRate, bandwidth, codecs, variants }: Source): string[] {
  return [
    label,
    width && height ? `${width} × ${height}` : undefined,
    frameRate ? `${Math.round(frameRate)} fps` : undefined,
    bandwidth ? readableBitrate(bandwidth) : undefined,
    codecs,
    variants ? `${variants.map(({ quality }) => quality).join(', ')}` : undefined,
  ].filter((fact) => fact !== undefined);
}

function Expiry({ source }: { source: Source }) {
  useNow();
  const left = streamClient.expiresIn(source);
  if (left === undefined) return <span className="expiry fine">no expiry</span>;
  return (
    <span className={`expiry fine ${left < 60_000 ? 'soon' : ''}`}>
      {left > 0 ? `expires in ${readableSeconds(left / 1000)}` : 'expired'}
    </span>
  );
}
