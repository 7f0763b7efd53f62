import { liveUrl } from '../api/live.ts';
import { LIVE_TRIAL } from './live-trial.ts';
import { TrialCard } from './trial-card.tsx';
import { LOCAL_TRIALS, TRIALS } from './trials.ts';
import './try.css';

/** What can go wrong, and how the API answers then. */
export function TryTab() {
  return (
    <>
      <div className="intro">
        <h1>Try what can go wrong</h1>
        <p>
          Each button sends requests to the API. {LOCAL_STACK ? '' : 'The local stack (npm start) has more of them.'}
        </p>
      </div>
      <div className="trials">
        {[...TRIALS, ...(LOCAL_STACK ? LOCAL_TRIALS : []), ...(liveUrl ? [LIVE_TRIAL] : [])].map((trial) => (
          <TrialCard key={trial.id} trial={trial} />
        ))}
      </div>
    </>
  );
}
