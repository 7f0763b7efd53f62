/** One element of a JSON array as it is written. */
export interface ArrayElement {
  readonly text: string;
  /** Of the file, where it begins. */
  readonly line: number;
}

/**
 * The elements of a JSON array, each with its line, so that a mistake in one hides none of the others.
 *
 * @param from where the array's bracket is
 */
export function arrayElements(text: string, from: number): ArrayElement[] {
  const elements: ArrayElement[] = [];
  let line = 1 + countOf(text.slice(0, from));
  let [depth, inText] = [0, false];
  let [begin, beginLine] = [-1, line];
  const end = (at: number) => {
    const element = begin < 0 ? '' : text.slice(begin, at).trim();
    if (element !== '') elements.push({ text: element, line: beginLine });
    begin = -1;
  };
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\n') line += 1;
    if (inText) {
      if (character === '\\') at += 1;
      else if (character === '"') inText = false;
      continue;
    }
    if (depth === 1 && character === ',') {
      end(at);
      continue;
    }
    if (character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) {
        end(at);
        break;
      }
    }
    if (begin < 0 && depth === 1 && !/\s/.test(character)) [begin, beginLine] = [at, line];
    if (character === '"') inText = true;
    else if (character === '[' || character === '{') depth += 1;
  }
  end(text.length);
  return elements;
}

const countOf = (text: string): number => text.split('\n').length - 1;
