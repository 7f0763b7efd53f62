import { TrialCard } from './trial-card.tsx';
import { LOCAL_TRIALS, TRIALS } from './trials.ts';
import './try.css';

/** What can go wrong, one click each, and what the API says then. */
export function TryTab() {
  return (
    <>
      <div className="intro">
        <h1>Try what can go wrong</h1>
        <p>
          One click each, against the API itself.{' '}
          {LOCAL_STACK ? '' : 'More can be tried on the local stack: npm start.'}
        </p>
      </div>
      <div className="trials">
        {[...TRIALS, ...(LOCAL_STACK ? LOCAL_TRIALS : [])].map((trial) => (
          <TrialCard key={trial.id} trial={trial} />
        ))}
      </div>
    </>
  );
}
