import { appliedToMaster, preferredMaster } from '../../playback/preferred-master.ts';
import { PreferredAnswers } from './preferred-answers.ts';
import { wishReader } from './wish-reader.ts';

/** All that a request with a wish needs, as the one file that the first of them loads. */
export class Preferred {
  readonly #answers = new PreferredAnswers();
  readonly read = wishReader();
  readonly master = preferredMaster;
  readonly appliedToMaster = appliedToMaster;
  readonly answer: PreferredAnswers['of'] = (entry, wish) => this.#answers.of(entry, wish);
}
