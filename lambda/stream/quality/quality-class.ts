import { type QualityClass, qualityClassOf } from '../../../contract/quality/quality-class.ts';

export { type QualityClass, qualityClassOf };

/** Numbers outside this range are not picture heights, but ranks or bitrates. */
const LEAST_LINES = 100;
const MOST_LINES = 4320;

/** The quality class of a number that may be a picture's height; undefined where it cannot be one. */
export function classOfLines(lines: number): QualityClass | undefined {
  return lines >= LEAST_LINES && lines <= MOST_LINES ? qualityClassOf(undefined, lines) : undefined;
}
