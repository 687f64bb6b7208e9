import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Problem } from './problem.ts'

/** The built console, where there is one: the interface also runs without. */
export function builtConsole(folder: string): string | undefined {
  return existsSync(join(folder, 'assets')) ? folder : undefined
}

const notPages = /^\/(v1|docs|health|assets)(\/|$)/

/** Serves the console's files, and its one page for every address that a person may have kept. */
export async function consoleRoutes(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    schemaHide: true,
    // The names of these files hold the hash of their content.
    immutable: true,
    preCompressed: true,
    maxAge: '1y',
  })
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const [path = ''] = request.url.split('?')
    const wantsPage = request.headers.accept?.includes('text/html') ?? false
    if (!wantsPage || notPages.test(path)) throw new Problem('ROUTE_NOT_FOUND')
    void reply.header('cache-control', 'no-cache')
    return reply.sendFile('index.html', folder, { cacheControl: false })
  })
}
