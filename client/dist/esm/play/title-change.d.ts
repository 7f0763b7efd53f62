import { type TitleChange } from '../live/events.js';
import type { SourceSequence } from './source-sequence.js';
/**
 * Takes the newer answer of a title that has changed. After a purge, what plays is replaced by its like in it.
 *
 * @throws StreamError when there is no answer; the title's reason when it ends
 */
export declare function takeChange({ reason }: TitleChange, title: SourceSequence): Promise<void>;
