import { useCallback, useState } from 'react';
import type { Source, VideoData } from '../answer.ts';

interface PassedOver {
  readonly title: string | undefined;
  readonly tried: readonly { readonly source: Source; readonly reason: string }[];
}

/** The best source of an answer that has not been passed over. Renewed links of one source are the same source. */
export function useNextSource(title: string | undefined, data: VideoData | undefined) {
  const [passed, setPassed] = useState<PassedOver>({ title, tried: [] });
  const tried = passed.title === title ? passed.tried : [];
  const source = data?.sources.find(({ id }) => !tried.some((each) => each.source.id === id));
  const next = useCallback(
    (reason = 'passed over') => {
      if (!source) return;
      setPassed((before) => {
        const earlier = before.title === title ? before.tried : [];
        // Two calls for one source, as of two events of one failure, are one.
        if (earlier.some((each) => each.source.id === source.id)) return before;
        return { title, tried: [...earlier, { source, reason }] };
      });
    },
    [title, source],
  );
  return { source, next, tried };
}
