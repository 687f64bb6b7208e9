import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const description = `Clearline carries an organisation from its Business Texting licence to texting, and says of any number why it may or may not text.

Every request carries a bearer token. Every POST carries an Idempotency-Key: repeating a request under its key changes nothing and gives the same answer (with the header Idempotency-Replayed). Lists are paged by nextCursor. What is declined is answered as application/problem+json with a stable code; docs/problems.md holds them all. An organisation outside of your scope looks exactly like one that does not exist.`

/** Registered before the routes, which the document is made from. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Clearline', version: '1', description },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'clt_ and 43 characters' } },
      },
      security: [{ token: [] }],
    },
    transform: withCallers,
    transformObject: withoutInputTwins,
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )
}

/** Who may call an operation is part of its description. */
const withCallers: SwaggerTransform = (given) => {
  const { schema, url } = jsonSchemaTransform(given)
  const { roles } = given.route.config ?? {}
  if (roles === undefined) return { schema, url }
  const description = roles === 'signed' ? 'For senders who sign.' : `For the roles ${roles.join(', ')}.`
  return { schema: { ...schema, description }, url }
}

/** Each named schema comes twice, as it is sent and as it is read. Ours are alike both ways: one of them is told, and meant by all. */
const withoutInputTwins: SwaggerTransformObject = (given) => {
  const document = jsonSchemaTransformObject(given)
  if (!('components' in document)) return document
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith('Input'))
  const told = { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } }
  return JSON.parse(JSON.stringify(told).replaceAll(/("#\/components\/schemas\/\w+)Input"/g, '$1"')) as typeof document
}
