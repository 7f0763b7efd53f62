/** Whether the local stack serves the page. Set by the build. */
declare const LOCAL_STACK: boolean;

/** Styles are imported for the build only. */
declare module '*.css';

declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  const SwaggerUIBundle: (options: Record<string, unknown>) => unknown;
  export default SwaggerUIBundle;
}
