import { CopyButton } from './copy-button.tsx';
import { ScrollRegion } from './scroll-region.tsx';

/** A text in a scrollable block, with a button that copies it. */
export function TextBlock({ text, name }: { text: string; name: string }) {
  return (
    <div className="text-block">
      <ScrollRegion name={name}>
        <pre>{text || '(empty)'}</pre>
      </ScrollRegion>
      {text !== '' && <CopyButton text={text} of={name} />}
    </div>
  );
}

/** A text, indented where it is JSON. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
