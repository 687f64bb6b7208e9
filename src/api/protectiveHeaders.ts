import helmet from '@fastify/helmet'
import fastify from 'fastify'

/** Transport security ends at the proxy in front; on plain HTTP these two would lock a browser out. */
const options = {
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    directives: { upgradeInsecureRequests: null, styleSrc: ["'self'", "'unsafe-inline'"], scriptSrc: ["'self'"] },
  },
} as const

/** What helmet adds to an answer. It is asked once: it would work out each header anew for every request. */
export async function protectiveHeaders(): Promise<Readonly<Record<string, string>>> {
  const app = fastify()
  await app.register(helmet, options)
  app.get('/with', async () => '')
  app.get('/without', { config: { helmet: { skipRoute: true } } }, async () => '')
  const [answered, plain] = [await app.inject('/with'), await app.inject('/without')]
  await app.close()
  const added = Object.entries(answered.headers).filter(([name]) => plain.headers[name] === undefined)
  return Object.fromEntries(added.map(([name, value]) => [name, String(value)]))
}
