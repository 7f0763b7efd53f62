import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-es-bundle.js';

/** Parts that tell nothing here: this API has one server, which is the one that serves the page. */
const withoutFurniture = () => ({ components: { ServersContainer: Nothing, InfoContainer: Nothing } });
const Nothing = () => null;

/** Renders an OpenAPI file by Swagger UI, with every operation to try out on this page's own host. */
export function renderReference(place: HTMLElement, url: string, onShown: () => void): void {
  SwaggerUIBundle({
    domNode: place,
    url,
    plugins: [withoutFurniture],
    docExpansion: 'full',
    defaultModelsExpandDepth: -1,
    supportedSubmitMethods: ['get'],
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
  for (const code of place.querySelectorAll('pre:not([tabindex])')) code.setAttribute('tabindex', '0');
}
