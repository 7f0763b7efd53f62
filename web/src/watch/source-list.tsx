import type { Source } from '@stream-api/client';
import { streamClient } from '../api/stream-client.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { readableBitrate, readableSeconds } from '../shell/readable.ts';
import { useNow } from '../shell/use-now.ts';
import { codecsInWords } from './codec-names.ts';
import './source-list.css';

interface SourceListProps {
  sources: readonly Source[];
  /** The source that plays, or is about to. */
  playing: Source | undefined;
  /** By URL, in a few words, why a source did not play. */
  failed: ReadonlyMap<string, string>;
  onChoose: (source: Source) => void;
}

/** All sources with their links, best first. Choosing one plays it. */
export function SourceList({ sources, playing, failed, onChoose }: SourceListProps) {
  return (
    <fieldset className="sources">
      <legend>Sources, best first</legend>
      {sources.map((source) => (
        <div key={source.url} className="source">
          <label>
            <input type="radio" name="source" checked={source === playing} onChange={() => onChoose(source)} />
            <span className="quality">{source.quality}</span>
            <span className="type">{source.type.toUpperCase()}</span>
            <span className="facts">
              {factsOf(source).map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
              <Condition source={source} />
              <Expiry source={source} />
              {failed.has(source.url) && <span className="failed">failed: {failed.get(source.url)}</span>}
            </span>
          </label>
          <p className="link">
            <code title={source.url}>
              <bdi dir="ltr">{source.url}</bdi>
            </code>
            <CopyButton text={source.url} of={`the link of ${source.quality} ${source.type.toUpperCase()}`} />
          </p>
        </div>
      ))}
    </fieldset>
  );
}

function factsOf({ label, width, height, frameRate, bandwidth, codecs, variants }: Source): string[] {
  const codecsOfAll = codecs ?? variants?.[0]?.codecs;
  return [
    label,
    width && height ? `${width} × ${height}` : undefined,
    variants?.map(({ quality }) => quality).join(', '),
    frameRate ? `${Math.round(frameRate)} fps` : undefined,
    bandwidth ? readableBitrate(bandwidth) : undefined,
    codecsOfAll === undefined ? undefined : codecsInWords(codecsOfAll) || undefined,
  ].filter((fact) => fact !== undefined);
}

/** What the prober has found; nothing where all is well, or not known. */
function Condition({ source: { health, browser } }: { source: Source }) {
  return (
    <>
      {health && <span className={health === 'down' ? 'failed' : 'slow'}>{health}, by the last probes</span>}
      {browser === false && <span className="failed">pages may not read it (CORS)</span>}
    </>
  );
}

/** When the link expires; nothing where it is not known to. */
function Expiry({ source }: { source: Source }) {
  useNow();
  const left = streamClient.expiresIn(source);
  if (left === undefined) return null;
  return (
    <span className={`expiry ${left < 60_000 ? 'soon' : ''}`}>
      {left > 0 ? `expires in ${readableSeconds(left / 1000)}` : 'expired'}
    </span>
  );
}
