import type { StreamRequest } from '@stream-api/client';
import { useEffect, useState } from 'react';
import type { CatalogueTitle } from '../../../../contract/local/catalogue.ts';
import { readTitleRow, requestOf } from '../../api/catalogue.ts';
import { targetOf } from '../../api/stream-client.ts';
import { idsInWords } from '../../shell/title-words.ts';

/**
 * The name of a title: from the titles that are shown already, else from its own row; its ids where it has none.
 * Undefined without a title.
 */
export function useTitleName(title: StreamRequest | undefined, shown: readonly CatalogueTitle[]): string | undefined {
  const [row, setRow] = useState<{ target: string; name: string | undefined }>();
  const target = title && targetOf(title);
  const known = target && shown.find((each) => targetOf(requestOf(each)) === target)?.title;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the target has the title's values
  useEffect(() => {
    if (title === undefined || target === undefined || known !== undefined) return;
    const leaving = new AbortController();
    readTitleRow(title, leaving.signal).then((found) => {
      if (!leaving.signal.aborted) setRow({ target, name: found?.title });
    });
    return () => leaving.abort();
  }, [target, known]);

  if (title === undefined) return undefined;
  return known ?? (row?.target === target ? row?.name : undefined) ?? idsInWords(title);
}
