import type * as React from 'react';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { apiKeyHeader } from '../api/api-key.ts';

/** Of what Swagger UI hands to a layout, what ours needs. It brings a React of its own. */
interface SwaggerSystem {
  readonly React: typeof React;
}

interface LayoutProps {
  getComponent(name: string, container: true): React.ComponentType;
}

/** Of a request that Swagger UI is about to send. */
interface SwaggerRequest {
  headers: Record<string, string>;
  /** It reads the OpenAPI file. */
  readonly loadSpec?: boolean;
}

/** Sends the key that the Watch tab was given; one that is typed into the reference itself stands. */
const withApiKey = (request: SwaggerRequest): SwaggerRequest =>
  request.loadSpec ? request : { ...request, headers: { ...apiKeyHeader(), ...request.headers } };

/** The operations alone: the page has a heading of its own, and the API one server, which is the one that serves it. */
const ownLayout = ({ React: { createElement } }: SwaggerSystem) => {
  const layout = ({ getComponent }: LayoutProps) =>
    createElement(
      'div',
      { className: 'swagger-ui' },
      createElement(getComponent('SvgAssets', true)),
      createElement('h2', null, 'Requests and answers'),
      createElement(getComponent('operations', true)),
    );
  return { components: { OwnLayout: layout } };
};

/** Renders an OpenAPI file by Swagger UI, with every operation to try out on this page's own host. */
export function renderReference(place: HTMLElement, url: string, onShown: () => void): void {
  SwaggerUIBundle({
    domNode: place,
    url,
    plugins: [ownLayout],
    layout: 'OwnLayout',
    docExpansion: 'full',
    supportedSubmitMethods: ['get'],
    requestInterceptor: withApiKey,
    // Its colours stand in style attributes, which follow no colour scheme.
    syntaxHighlight: false,
    // Its online validator would be an external request.
    validatorUrl: null,
    onComplete: () => {
      nameControls(place);
      new MutationObserver(() => nameControls(place)).observe(place, { childList: true, subtree: true });
      onShown();
    },
  });
}

/** What Swagger UI leaves without a name, or out of the keyboard's reach. */
function nameControls(place: HTMLElement): void {
  for (const select of place.querySelectorAll('select:not([aria-label])')) {
    const row = select.closest('tr, .response-controls, .content-type-wrapper');
    const name = row?.querySelector('.parameter__name, .response-control-media-type__title')?.firstChild?.textContent;
    select.setAttribute('aria-label', name?.trim() || 'Choice');
  }
  for (const region of place.querySelectorAll('[role="region"]:not([aria-label])')) {
    const method = region.closest('.opblock')?.querySelector('.opblock-summary-method')?.textContent ?? '';
    region.setAttribute('aria-label', `Answers to ${method}`);
  }
  for (const code of place.querySelectorAll('pre:not([tabindex])')) code.setAttribute('tabindex', '0');
}
