import { setApiKey } from '../api/api-key.ts';

/** Asks for the API key that the stage wants, and asks the API again with it. */
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
        Ask with this key
      </button>
      <span className="fine">npm start prints it. It is forgotten when this page is closed.</span>
    </form>
  );
}
