import type { StreamRequest } from '@stream-api/client';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { hasApiKey } from '../../api/api-key.ts';
import { targetOf } from '../../api/stream-client.ts';
import { TextBlock } from '../../shell/text-block.tsx';
import { snippetsFor } from './snippets.ts';
import './snippets.css';

/** The title on the screen as code: one tab for each way to ask for it (ARIA Authoring Practices Guide, "Tabs"). */
export function TitleSnippets({ title }: { title: StreamRequest }) {
  const baseUrl = new URL('.', document.baseURI).href.replace(/\/$/, '');
  const snippets = snippetsFor({ title, baseUrl, target: targetOf(title), needsKey: hasApiKey() });
  const [chosen, setChosen] = useState(0);
  const tabs = useRef<HTMLDivElement>(null);
  const id = useId();
  const snippet = snippets[chosen];

  function move(event: KeyboardEvent): void {
    const last = snippets.length - 1;
    const next = { ArrowRight: chosen === last ? 0 : chosen + 1, ArrowLeft: chosen === 0 ? last : chosen - 1 };
    const index = { ...next, Home: 0, End: last }[event.key];
    if (index === undefined) return;
    event.preventDefault();
    setChosen(index);
    tabs.current?.querySelectorAll('button')[index]?.focus();
  }

  return (
    <section className="snippets" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>This title as code</h2>
      <div ref={tabs} role="tablist" aria-labelledby={`${id}-heading`} onKeyDown={move}>
        {snippets.map(({ id: name, name: label }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
          >
            {label}
          </button>
        ))}
      </div>
      {snippet && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${snippet.id}`}>
          <TextBlock text={snippet.code} name={`the code for ${snippet.name}`} />
        </div>
      )}
      {LOCAL_STACK && (
        <p className="fine">
          A page of another origin is let in by <code>npm start -- --cors-origin http://localhost:5173</code>.
        </p>
      )}
    </section>
  );
}
