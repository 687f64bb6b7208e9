// Pass 2: what is left after compilation. Everything that a workflow file can reach, over any number of imports, is in
// the bundle that each cached workflow carries, and has to replay to the letter.

const { options } = require('./.dependency-cruiser.cjs')

const reach = (name, to) => ({
  name,
  severity: 'error',
  from: { path: '^src/workflows/' },
  to: { ...to, reachable: true },
})

module.exports = {
  forbidden: [
    reach('sandbox-reaches-no-package', {
      path: '(^|/)node_modules/',
      pathNot: '(^|/)node_modules/@temporalio/(common|workflow)/',
    }),
    reach('sandbox-reaches-no-node-module', { path: '^(node:)?[a-z0-9_/]+$' }),
    reach('sandbox-reaches-processes-only', {
      path: '^src/',
      pathNot: ['^src/(workflows|contract|domain/process)/', '^src/domain/decision\\.ts$'],
    }),
    { name: 'no-circle', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
  ],
  options: { ...options, tsPreCompilationDeps: false },
}
