import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { guardRoutes } from './access.ts'
import { attentionRoutes } from './attention.ts'
import { believedRoutes } from './believed.ts'
import { campaignRoutes } from './campaigns.ts'
import { cancellationRoutes } from './cancellations.ts'
import { caseReportRoutes } from './caseReports.ts'
import { caseRoutes } from './cases.ts'
import { chosenReadingRoutes } from './chosenReadings.ts'
import { consoleRoutes } from './console.ts'
import { contactRoutes } from './contacts.ts'
import { cutoffActRoutes } from './cutoffActs.ts'
import { cutoffMessageRoutes } from './cutoffMessage.ts'
import { cutoffRoutes } from './cutoffs.ts'
import { deliveryRoutes } from './deliveries.ts'
import type { ApiDependencies } from './dependencies.ts'
import { documentRoutes } from './documentation.ts'
import { answerFailures, problemOf, send } from './failures.ts'
import { forecastRoutes } from './forecast.ts'
import { healthRoutes } from './health.ts'
import { importRoutes } from './imports.ts'
import { intakeRoutes } from './intake.ts'
import { letterRoutes } from './letters.ts'
import { licenceRoutes } from './licence.ts'
import { locationRoutes } from './locations.ts'
import { mailRoutes } from './mails.ts'
import { mayTextRoutes } from './mayText.ts'
import { meRoutes } from './me.ts'
import { numberRoutes } from './numbers.ts'
import { onboardingRoutes } from './onboardings.ts'
import { openPointRoutes } from './openPoints.ts'
import { orderReportRoutes } from './orderReports.ts'
import { orderRoutes } from './orders.ts'
import { organisationRoutes } from './organisations.ts'
import { organisationWhyRoutes } from './organisationWhy.ts'
import { policyPackRoutes } from './policyPacks.ts'
import { portfolioRoutes } from './portfolio.ts'
import { protectiveHeaders } from './protectiveHeaders.ts'
import { limitRequests } from './rateLimits.ts'
import { retractionRoutes } from './retractions.ts'
import { searchRoutes } from './search.ts'
import { streamRoutes } from './stream.ts'
import { tokenRoutes } from './tokens.ts'
import { trafficRoutes } from './traffic.ts'
import { userRoutes } from './users.ts'
import { waitRoutes } from './waits.ts'
import { whatIfRoutes } from './whatIf.ts'
import { whyRoutes } from './why.ts'

const resources = [
  healthRoutes,
  tokenRoutes,
  meRoutes,
  organisationRoutes,
  licenceRoutes,
  locationRoutes,
  userRoutes,
  contactRoutes,
  mailRoutes,
  cutoffMessageRoutes,
  importRoutes,
  numberRoutes,
  trafficRoutes,
  whyRoutes,
  believedRoutes,
  mayTextRoutes,
  organisationWhyRoutes,
  orderRoutes,
  orderReportRoutes,
  letterRoutes,
  onboardingRoutes,
  cancellationRoutes,
  caseRoutes,
  caseReportRoutes,
  campaignRoutes,
  policyPackRoutes,
  whatIfRoutes,
  openPointRoutes,
  chosenReadingRoutes,
  forecastRoutes,
  retractionRoutes,
  attentionRoutes,
  intakeRoutes,
  deliveryRoutes,
  waitRoutes,
  portfolioRoutes,
  searchRoutes,
  streamRoutes,
  cutoffRoutes,
  cutoffActRoutes,
] as const

/** The whole HTTP interface on its dependencies, not yet listening. */
export async function buildApp(dependencies: ApiDependencies): Promise<FastifyInstance> {
  const { log, store, limits, consoleFolder } = dependencies
  const { arrivalMs = 30_000 } = limits
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    bodyLimit: 64 * 1024,
    requestTimeout: arrivalMs,
    // Node takes the longer of the two for the whole request, and looks for slow ones only twice a minute by itself.
    http: { headersTimeout: arrivalMs, connectionsCheckingInterval: Math.ceil(arrivalMs / 6) },
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void send(problemOf(error), error, request, reply),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')
  answerFailures(app)
  logRequests(app)

  const headers = await protectiveHeaders()
  app.addHook('onRequest', (_, reply, done) => {
    void reply.headers(headers)
    done()
  })
  const countFailure = await limitRequests(app, limits)
  await documentRoutes(app)
  guardRoutes(app, store, countFailure)
  for (const routes of resources) await app.register(routes(dependencies))
  if (consoleFolder !== undefined) await consoleRoutes(app, consoleFolder)
  return app
}

/** One line per request: the route's pattern, never the address, which can hold a phone number. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        subject: request.principal?.subject,
      },
      'request',
    )
  })
}
