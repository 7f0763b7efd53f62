import { useEffect, useRef, useState } from 'react';

/** The API reference, rendered from the OpenAPI file. */
export function ReferenceTab() {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let left = false;
    import('./swagger-ui.ts').then(
      ({ renderReference }) => {
        if (!left) renderReference(element, 'assets/openapi.json', () => setState('shown'));
      },
      () => setState('failed'),
    );
    return () => {
      left = true;
      element.replaceChildren();
    };
  }, []);

  return (
    <>
      <div className="intro">
        <h1>API reference</h1>
        <p>
          Rendered from <a href="assets/openapi.json">openapi.json</a>, which is generated from the schemas by which the
          API validates requests.
        </p>
      </div>
      {state !== 'shown' && (
        <p role="status">{state === 'loading' ? 'Loading the reference …' : 'The reference could not be loaded.'}</p>
      )}
      {/* After the page's styles, and loaded with this tab only. */}
      <link rel="stylesheet" href="assets/reference.css" precedence="default" />
      <div ref={place} className="reference" />
    </>
  );
}
