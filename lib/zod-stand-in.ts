import type { Plugin } from 'esbuild';

/*
 * The modules of contract/ hold constants beside Zod schemas. A function needs the constants; it validates with the
 * validators that were compiled from the schemas. So Zod itself is replaced by something that can be composed like a
 * schema, does nothing, and refuses to validate.
 */
const standIn = `
const composed = new Proxy(function () {}, {
  get(_target, name) {
    if (/parse/i.test(String(name))) throw new Error('Zod is not part of a function: use the compiled validator');
    return composed;
  },
  apply: () => composed,
});
export { composed as z };
`;

/** Keeps Zod out of a bundle (some 60 KiB, and time at every cold start). */
export const zodStandIn: Plugin = {
  name: 'zod-stand-in',
  setup(build) {
    build.onResolve({ filter: /^zod(\/|$)/ }, () => ({ path: 'zod', namespace: 'stand-in', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({ contents: standIn, loader: 'js' }));
  },
};
