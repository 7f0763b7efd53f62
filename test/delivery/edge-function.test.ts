import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Node, parse } from 'acorn';
import { type EdgeResponse, edgeFunction } from '../../local/media/edge-function.ts';
import { EXPIRY, folderToken, fuzzedPaths, isOfTitle, SECRET } from './fuzzed-paths.ts';

const FILE = new URL('../../lib/media-edge/verify-token.js', import.meta.url);
const keysOf = (...secrets: string[]) => JSON.stringify(secrets.map((secret, id) => ({ id: String(id), secret })));
const run = edgeFunction(() => keysOf(SECRET));

describe('the path token at the edge', () => {
  test('opens its title and nothing else: 10,000 fuzzed paths as the reference says', async () => {
    const token = folderToken('movies/550');
    const wrong: string[] = [];
    let passed = 0;
    for (const path of fuzzedPaths(10_000)) {
      const verified = await run({ method: 'GET', uri: `/t/${token}/${path}` });
      const passes = !('statusCode' in verified);
      if (passes && verified.uri !== `/${path}`) wrong.push(`changed: ${path}`);
      if (passes !== isOfTitle(path, 'movies/550')) wrong.push(`${passes ? 'passed' : 'refused'}: ${path}`);
      if (passes) passed += 1;
    }
    expect(wrong).toEqual([]);
    expect(passed).toBeGreaterThan(1000);
    expect(passed).toBeLessThan(9000);
  });

  test.each([
    ['of another title', `${EXPIRY}.2.${folderToken('movies/551').split('.')[2]}`],
    ['of the folder above', folderToken('movies').replace('.1.', '.2.')],
    ['with a later expiry than was signed', folderToken('movies/550').replace(String(EXPIRY), String(EXPIRY + 1))],
    ['by another key', folderToken('movies/550', EXPIRY, 'x'.repeat(40))],
    ['that has expired', folderToken('movies/550', 1_700_000_000)],
    ['with a letter in other case', folderToken('movies/550').replace(/[a-z]/, (letter) => letter.toUpperCase())],
    ['without an HMAC', `${EXPIRY}.2.`],
  ])('a token %s is refused, readable from every page', async (_, token) => {
    const refused = (await run({ method: 'GET', uri: `/t/${token}/movies/550/master.m3u8` })) as EdgeResponse;
    expect(refused.statusCode).toBe(403);
    expect(refused.headers['access-control-allow-origin']).toEqual({ value: '*' });
  });

  test('each key in the store opens, and an empty or damaged store opens nothing', async () => {
    const uri = `/t/${folderToken('movies/550')}/movies/550/a.ts`;
    const with_ = (text: string | undefined) => edgeFunction(() => text)({ method: 'GET', uri });
    expect(await with_(keysOf('n'.repeat(40), SECRET))).toMatchObject({ uri: '/movies/550/a.ts' });
    for (const text of [undefined, '', '{}', 'null', '[]', '[null]', keysOf('n'.repeat(40)), '[{"id":"a"}]']) {
      expect(await with_(text)).toMatchObject({ statusCode: 403 });
    }
  });

  test('nothing but reading is passed to the origin', async () => {
    const uri = `/t/${folderToken('movies/550')}/movies/550/a.ts`;
    expect(await run({ method: 'HEAD', uri })).toMatchObject({ uri: '/movies/550/a.ts' });
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'get', '']) {
      expect(await run({ method, uri })).toMatchObject({ statusCode: 403 });
    }
  });

  test('preflights are answered without a token, and the query does not pass', async () => {
    expect(await run({ method: 'OPTIONS', uri: '/anything' })).toMatchObject({ statusCode: 204 });
    const uri = `/t/${folderToken('movies/550')}/movies/550/a.ts`;
    expect(await run({ method: 'GET', uri, querystring: { a: { value: '1' } } })).toMatchObject({ querystring: {} });
  });
});

/** AWS, "JavaScript runtime 2.0 features for CloudFront Functions": ES 5.1, and these parts of later editions. */
const NODES = new Set([
  ...['Program', 'ImportDeclaration', 'ImportDefaultSpecifier', 'VariableDeclaration', 'VariableDeclarator'],
  ...['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'BlockStatement', 'ReturnStatement'],
  ...['IfStatement', 'ForStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement', 'SwitchStatement'],
  ...['SwitchCase', 'BreakStatement', 'ContinueStatement', 'LabeledStatement', 'ThrowStatement', 'TryStatement'],
  ...['CatchClause', 'ExpressionStatement', 'EmptyStatement', 'Identifier', 'Literal', 'TemplateLiteral'],
  ...['TemplateElement', 'ArrayExpression', 'ObjectExpression', 'Property', 'CallExpression', 'NewExpression'],
  ...['MemberExpression', 'BinaryExpression', 'LogicalExpression', 'UnaryExpression', 'UpdateExpression'],
  ...['AssignmentExpression', 'ConditionalExpression', 'SequenceExpression', 'ThisExpression', 'AwaitExpression'],
]);
const GLOBALS = new Set(['Number', 'Date', 'decodeURIComponent', 'undefined', 'cf', 'crypto']);
const METHODS = new Set([
  ...['exec', 'test', 'now', 'split', 'slice', 'join', 'charCodeAt', 'filter', 'kvs', 'get'],
  ...['createHmac', 'update', 'digest'],
]);

describe('the function file', () => {
  const text = readFileSync(FILE, 'utf8');
  const nodes = [...nodesOf(parse(text, { ecmaVersion: 2022, sourceType: 'module' }))] as AnyNode[];

  test('is within the 10 KB of a CloudFront Function', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_240);
  });

  test('uses nothing that runtime 2.0 does not have', () => {
    expect(nodes.map(({ type }) => type).filter((type) => !NODES.has(type))).toEqual([]);
    const literals = nodes.filter(({ type, regex }) => type === 'Literal' && regex);
    expect(literals.filter(({ regex }) => /[^gim]/.test(regex!.flags) || /\(\?<|\\p\{/.test(regex!.pattern))).toEqual(
      [],
    );
    // Its logical operators are those of ES 5.1, and `await` is in no closure and no argument.
    expect(nodes.filter(({ operator }) => ['??', '??=', '||=', '&&='].includes(operator ?? ''))).toEqual([]);
    expect(nodes.filter(({ type, async: is }) => is && type !== 'FunctionDeclaration')).toEqual([]);
    const args = nodes.filter(({ type }) => type === 'CallExpression').flatMap((call) => call.arguments ?? []);
    expect(args.filter(({ type }) => type === 'AwaitExpression')).toEqual([]);
  });

  test('imports the two modules of the runtime, and calls only what they and ES 5.1 have', () => {
    const imports = nodes.filter(({ type }) => type === 'ImportDeclaration');
    expect(imports.map(({ source }) => source?.value)).toEqual(['cloudfront', 'crypto']);
    const declared = new Set(nodes.flatMap((node) => namesDeclaredBy(node)));
    const called = nodes.filter(({ type }) => type === 'CallExpression').map(({ callee }) => callee!);
    const functions = called.filter(({ type }) => type === 'Identifier').map(({ name }) => name!);
    expect(functions.filter((name) => !declared.has(name) && !GLOBALS.has(name))).toEqual([]);
    const methods = called.filter(({ type }) => type === 'MemberExpression').map(({ property }) => property!.name!);
    expect(methods.filter((name) => !METHODS.has(name))).toEqual([]);
    const names = nodes.filter(({ type }) => type === 'MemberExpression').map(({ object }) => object!.name);
    expect(names.filter((name) => name !== undefined && !declared.has(name) && !GLOBALS.has(name))).toEqual([]);
  });
});

type AnyNode = Node & {
  readonly regex?: { readonly flags: string; readonly pattern: string };
  readonly operator?: string;
  readonly async?: boolean;
  readonly arguments?: readonly AnyNode[];
  readonly callee?: AnyNode;
  readonly property?: AnyNode;
  readonly object?: AnyNode;
  readonly source?: { readonly value: string };
  readonly id?: AnyNode;
  readonly params?: readonly AnyNode[];
  readonly param?: AnyNode;
  readonly local?: AnyNode;
  readonly name?: string;
};

const namesDeclaredBy = ({ id, params = [], param, local }: AnyNode): string[] =>
  [id, param, local, ...params].flatMap((node) => node?.name ?? []);

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof child.type === 'string') yield* nodesOf(child);
    }
  }
}
