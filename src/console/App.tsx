import { Center, Loader, MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, useEffect, useMemo, useState } from 'react'
import { BrowserRouter, Outlet, Route, Routes, useParams } from 'react-router'
import { get, Unanswered } from './api/client.ts'
import type { Me } from './api/contract.ts'
import { useChanges } from './api/listen.ts'
import { setPulse } from './api/pulse.ts'
import { SignInPage } from './pages/SignInPage.tsx'
import { ProblemNotice } from './parts/Problem.tsx'
import { SessionProvider } from './parts/Session.tsx'
import { Shell } from './parts/Shell.tsx'
import { forgetEverything, keepToken, keptToken } from './session.ts'
import { texts } from './texts/texts.ts'
import { theme } from './theme.ts'
import { tellTime } from './view/now.ts'
import { endsSession } from './view/problemWords.ts'

/** Pages travel when they are asked for: the first one is there sooner. */
const AttentionPage = lazy(async () => ({ default: (await import('./pages/AttentionPage.tsx')).AttentionPage }))
const CasePage = lazy(async () => ({ default: (await import('./pages/CasePage.tsx')).CasePage }))
const CutoffPage = lazy(async () => ({ default: (await import('./pages/CutoffPage.tsx')).CutoffPage }))
const CutoffsPage = lazy(async () => ({ default: (await import('./pages/CutoffsPage.tsx')).CutoffsPage }))
const DeliveriesPage = lazy(async () => ({ default: (await import('./pages/DeliveriesPage.tsx')).DeliveriesPage }))
const DeliveryPage = lazy(async () => ({ default: (await import('./pages/DeliveryPage.tsx')).DeliveryPage }))
const ForecastPage = lazy(async () => ({ default: (await import('./pages/ForecastPage.tsx')).ForecastPage }))
const FormPage = lazy(async () => ({ default: (await import('./pages/FormPage.tsx')).FormPage }))
const HistoryPage = lazy(async () => ({ default: (await import('./pages/HistoryPage.tsx')).HistoryPage }))
const HomePage = lazy(async () => ({ default: (await import('./pages/HomePage.tsx')).HomePage }))
const NotFoundPage = lazy(async () => ({ default: (await import('./pages/NotFoundPage.tsx')).NotFoundPage }))
const NumberPage = lazy(async () => ({ default: (await import('./pages/NumberPage.tsx')).NumberPage }))
const NumbersPage = lazy(async () => ({ default: (await import('./pages/NumbersPage.tsx')).NumbersPage }))
const OrganisationPage = lazy(async () => ({
  default: (await import('./pages/OrganisationPage.tsx')).OrganisationPage,
}))
const OrganisationsPage = lazy(async () => ({
  default: (await import('./pages/OrganisationsPage.tsx')).OrganisationsPage,
}))
const RulesPage = lazy(async () => ({ default: (await import('./pages/RulesPage.tsx')).RulesPage }))
const SearchPage = lazy(async () => ({ default: (await import('./pages/SearchPage.tsx')).SearchPage }))
const SettingsPage = lazy(async () => ({ default: (await import('./pages/SettingsPage.tsx')).SettingsPage }))
const WaitsPage = lazy(async () => ({ default: (await import('./pages/WaitsPage.tsx')).WaitsPage }))
const WhatIfPage = lazy(async () => ({ default: (await import('./pages/WhatIfPage.tsx')).WhatIfPage }))
const WizardPage = lazy(async () => ({ default: (await import('./pages/WizardPage.tsx')).WizardPage }))

export function App() {
  const [token, setToken] = useState(keptToken)
  const [notice, setNotice] = useState<string>()
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      {token === null ? (
        <SignInPage
          notice={notice}
          onSignedIn={(given) => {
            keepToken(given)
            setToken(given)
          }}
        />
      ) : (
        <SignedIn
          key={token}
          token={token}
          onEnd={(why) => {
            forgetEverything(why === undefined)
            setNotice(why)
            setToken(null)
          }}
        />
      )}
    </MantineProvider>
  )
}

type SignedInProps = { readonly token: string; readonly onEnd: (why?: string) => void }

function SignedIn({ token, onEnd }: SignedInProps) {
  const [queries] = useState(() => queryClient(() => onEnd(texts.problem.sessionEnded)))
  const [me, setMe] = useState<Me>()
  const [problem, setProblem] = useState<unknown>()
  useEffect(() => {
    if (problem !== undefined) return
    get(token, '/v1/me', {}).then(
      (answer) => {
        tellTime(answer.at)
        setMe(answer)
      },
      (error: unknown) => (endsSession(error) ? onEnd(texts.problem.sessionEnded) : setProblem(error)),
    )
  }, [token, problem, onEnd])
  const session = useMemo(() => (me ? { token, me, signOut: () => onEnd() } : undefined), [token, me, onEnd])
  if (!session) {
    return (
      <Center mih="100vh" p="md" component="main">
        {problem === undefined ? (
          <Loader aria-label={texts.loading} />
        ) : (
          <ProblemNotice error={problem} again={() => setProblem(undefined)} />
        )}
      </Center>
    )
  }
  return (
    <SessionProvider session={session}>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Pages />
        </BrowserRouter>
      </QueryClientProvider>
    </SessionProvider>
  )
}

function queryClient(onSessionEnd: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onSuccess: () => setPulse({ asOf: Date.now() }),
      onError: (error) => {
        if (endsSession(error)) onSessionEnd()
        else if (error instanceof Unanswered) setPulse({ way: 'silent' })
      },
    }),
    // What the server declines stays declined; who did not answer is asked again.
    defaultOptions: { queries: { retry: (times, error) => error instanceof Unanswered && times < 3 } },
  })
}

function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<HomePage />} />
        <Route path="organisations" element={<OrganisationsPage />} />
        <Route path="attention" element={<AttentionPage />} />
        <Route path="waits" element={<WaitsPage />} />
        <Route path="deliveries" element={<DeliveriesPage />} />
        <Route path="deliveries/:deliveryId" element={<DeliveryPage />} />
        <Route path="cutoffs" element={<CutoffsPage />} />
        <Route path="cutoffs/:cutoffId" element={<CutoffPage />} />
        <Route path="rules" element={<RulesPage />} />
        <Route path="search" element={<SearchPage />} />
        <Route path="organisations/:orgId" element={<OneOrganisation />}>
          <Route index element={<OrganisationPage />} />
          <Route path="numbers" element={<NumbersPage />} />
          <Route path="numbers/:numberId" element={<NumberPage />} />
          <Route path="onboardings/:onboardingId/history" element={<HistoryPage />} />
          <Route path="cases/:caseId" element={<CasePage />} />
          <Route path="cases/:caseId/form" element={<FormPage />} />
          <Route path="authorise" element={<WizardPage />} />
          <Route path="settings" element={<SettingsPage />} />
          <Route path="forecast" element={<ForecastPage />} />
          <Route path="what-if" element={<WhatIfPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}

function OneOrganisation() {
  const { orgId = '' } = useParams()
  useChanges(orgId)
  return <Outlet />
}
