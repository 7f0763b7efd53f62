import { setApiKey } from '../api/api-key.ts';

/** A form for the stage's API key, which then repeats the request with it. */
export function KeyForm({ onKey }: { onKey: () => void }) {
  return (
    <form
      className="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        setApiKey(String(new FormData(event.currentTarget).get('key')));
        onKey();
      }}
    >
      <label>
        API key
        <input name="key" required type="password" autoComplete="off" />
      </label>
      <button type="submit" className="primary">
        Use this key
      </button>
      <span className="fine">npm start prints it. It is kept until this tab is closed.</span>
    </form>
  );
}
