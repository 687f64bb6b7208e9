import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Health = { readonly url: string; readonly close: () => Promise<void> }

/**
 * `/health/live`: the process answers. `/health/ready`: it also takes work, and its database answers. On loopback only;
 * port 0 takes any free one.
 */
export async function serveHealth(port: number, isReady: () => Promise<boolean>): Promise<Health> {
  const server = createServer((request, response) => {
    void answer(request.url).then((status) => response.writeHead(status).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function answer(path: string | undefined): Promise<number> {
    if (path === '/health/live') return 200
    if (path !== '/health/ready') return 404
    return (await isReady().catch(() => false)) ? 200 : 503
  }
}
