import type * as React from 'react';
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { apiKeyHeader } from '../api/api-key.ts';

/** The part of Swagger UI's system that our layout uses. It has its own copy of React. */
interface SwaggerSystem {
  readonly React: typeof React;
}

interface LayoutProps {
  getComponent(name: string, container: true): React.ComponentType;
}

/** The part of a request that we change before Swagger UI sends it. */
interface SwaggerRequest {
  headers: Record<string, string>;
  /** Whether it reads the OpenAPI file. */
  readonly loadSpec?: boolean;
}

/** Adds the API key entered on the Watch tab, unless one was entered in the reference. */
const withApiKey = (request: SwaggerRequest): SwaggerRequest =>
  request.loadSpec ? request : { ...request, headers: { ...apiKeyHeader(), ...request.headers } };

/** Shows the operations only: the page has its own heading, and the API's one server is the page's host. */
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

/** Renders an OpenAPI file with Swagger UI. Its operations can be tried out on the page's host. */
export function renderReference(place: HTMLElement, url: string, onShown: () => void): void {
  SwaggerUIBundle({
    domNode: place,
    url,
    plugins: [ownLayout],
    layout: 'OwnLayout',
    docExpansion: 'full',
    supportedSubmitMethods: ['get'],
    requestInterceptor: withApiKey,
    // Its colours are style attributes, which do not follow the colour scheme.
    syntaxHighlight: false,
    // Its online validator is an external service.
    validatorUrl: null,
    onComplete: () => {
      nameControls(place);
      new MutationObserver(() => nameControls(place)).observe(place, { childList: true, subtree: true });
      onShown();
    },
  });
}

/** Names the controls that Swagger UI leaves without a name, and makes its code blocks focusable. */
function nameControls(place: HTMLElement): void {
  for (const select of place.querySelectorAll('select:not([aria-label])')) {
    const row = select.closest('tr, .response-controls, .content-type-wrapper');
    const name = row?.querySelector('.parameter__name, .response-control-media-type__title')?.firstChild?.textContent;
    select.setAttribute('aria-label', name?.trim() || 'Choice');
  }
  for (const input of place.querySelectorAll('.parameters input:not([aria-label], [placeholder])')) {
    const name = input.closest('tr')?.querySelector('.parameter__name')?.firstChild?.textContent;
    input.setAttribute('aria-label', name?.trim() || 'Value');
  }
  for (const region of place.querySelectorAll('[role="region"]:not([aria-label])')) {
    const summary = region.closest('.opblock')?.querySelector('.opblock-summary');
    const [method = '', path = ''] = ['method', 'path'].map(
      (part) => summary?.querySelector(`.opblock-summary-${part}`)?.textContent ?? '',
    );
    region.setAttribute('aria-label', `Answers to ${method} ${path}`);
  }
  for (const code of place.querySelectorAll('pre:not([tabindex])')) code.setAttribute('tabindex', '0');
}
