// The direction of imports: app, components, gateway, cli -> core -> prisma. See docs/architecture.md.
const to = (...folders) => ({ path: `^(${folders.join('|')})(/|$)` })
/** Tests put the real parts together, as server.ts does. */
const coreItself = { path: '^core/', pathNot: '^core/testing/|\\.test\\.ts$' }
const framework = {
  path: `(^|node_modules/)(next|next-auth|next-intl|next-themes|react|react-dom|socket\\.io|socket\\.io-client|socket\\.io-msgpack-parser|ssh2)/`,
}
const pagesWorld = { path: '(^|node_modules/)(next|next-intl|next-themes|react|react-dom)/' }

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'core-knows-no-framework',
      comment: 'core/ is plain TypeScript.',
      severity: 'error',
      from: { path: '^core/' },
      to: framework,
    },
    {
      name: 'core-below-the-ways-in',
      severity: 'error',
      from: coreItself,
      to: to('app', 'components', 'gateway', 'cli', 'i18n', 'e2e', 'bench', 'scripts', 'server\\.ts', 'pages\\.ts'),
    },
    {
      name: 'prisma-at-the-bottom',
      severity: 'error',
      from: { path: '^prisma/', pathNot: '\\.test\\.ts$' },
      to: to('app', 'components', 'gateway', 'cli', 'core', 'i18n'),
    },
    {
      name: 'pages-ask-core',
      comment: 'Pages reach data and live sessions through core.',
      severity: 'error',
      from: { path: '^(app|i18n)/' },
      to: to('gateway', 'cli', 'prisma', 'server\\.ts', 'pages\\.ts'),
    },
    {
      name: 'components-know-core-types-alone',
      comment:
        'But for what a browser and the server must do alike: the model of the workplace, text, what xterm does wrong, and where prompts are. It needs neither Node nor a library.',
      severity: 'error',
      from: { path: '^components/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^core/',
        pathNot: '^core/(workspace/model/|encodings/|screen/(internals|mends|prompts)|snippets/placeholders)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workspace-model-stands-alone',
      severity: 'error',
      from: { path: '^core/workspace/model/', pathNot: '(\\.test|/testing)\\.ts$' },
      to: { pathNot: '^core/workspace/model/' },
    },
    {
      name: 'components-are-leaves',
      severity: 'error',
      from: { path: '^components/' },
      to: to('app', 'gateway', 'cli', 'prisma', 'server\\.ts', 'pages\\.ts'),
    },
    {
      name: 'gateway-knows-no-pages',
      severity: 'error',
      from: { path: '^gateway/' },
      to: to('app', 'components', 'cli', 'i18n', 'server\\.ts', 'pages\\.ts'),
    },
    { name: 'gateway-renders-nothing', severity: 'error', from: { path: '^(gateway|cli)/' }, to: pagesWorld },
    {
      name: 'keeper-is-small',
      comment: 'A keeper holds ssh, flow control and the recording: no socket.io, no database.',
      severity: 'error',
      from: { path: '^gateway/keeper/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^gateway/portal/|^prisma/|node_modules/(socket\\.io|@prisma|better-sqlite3|pg)/)' },
    },
    {
      name: 'only-the-keeper-dials',
      comment: 'One function dials, and nothing else does.',
      severity: 'error',
      from: { path: '^(app|components|core|cli|server\\.ts|pages\\.ts|gateway/(portal|pages))' },
      to: { path: 'node_modules/ssh2/' },
    },
    {
      name: 'nothing-rests-on-the-bench',
      comment: 'bench/ puts the real parts together and measures them.',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: to('bench'),
    },
    { name: 'cli-without-a-browser', severity: 'error', from: { path: '^cli/' }, to: to('app', 'components', 'i18n') },
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: '^prisma/generated' },
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.next|dist|prisma/generated)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
