/** True where the page is served by the local stack. Set by the build. */
declare const LOCAL_STACK: boolean;

/** The styles go where the build puts them. */
declare module '*.css';

declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  const SwaggerUIBundle: (options: Record<string, unknown>) => unknown;
  export default SwaggerUIBundle;
}
