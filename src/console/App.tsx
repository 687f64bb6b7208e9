import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { Unanswered } from './api/client.ts'
import { AttentionPage } from './pages/AttentionPage.tsx'
import { CasePage } from './pages/CasePage.tsx'
import { FormPage } from './pages/FormPage.tsx'
import { HistoryPage } from './pages/HistoryPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { NumberPage } from './pages/NumberPage.tsx'
import { NumbersPage } from './pages/NumbersPage.tsx'
import { OrganisationPage } from './pages/OrganisationPage.tsx'
import { OrganisationsPage } from './pages/OrganisationsPage.tsx'
import { SignInPage } from './pages/SignInPage.tsx'
import { WizardPage } from './pages/WizardPage.tsx'
import { SessionProvider } from './parts/Session.tsx'
import { Shell } from './parts/Shell.tsx'
import { forgetEverything, keepToken, keptToken } from './session.ts'
import { texts } from './texts/texts.ts'
import { theme } from './theme.ts'
import { endsSession } from './view/problemWords.ts'

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
            forgetEverything()
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
  const [queries] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({
          onError: (error) => {
            if (endsSession(error)) onEnd(texts.problem.sessionEnded)
          },
        }),
        // What the server declines stays declined; who did not answer is asked again.
        defaultOptions: { queries: { retry: (times, error) => error instanceof Unanswered && times < 3 } },
      }),
  )
  const session = useMemo(() => ({ token, signOut: () => onEnd() }), [token, onEnd])
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

function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<OrganisationsPage />} />
        <Route path="attention" element={<AttentionPage />} />
        <Route path="organisations/:orgId">
          <Route index element={<OrganisationPage />} />
          <Route path="numbers" element={<NumbersPage />} />
          <Route path="numbers/:numberId" element={<NumberPage />} />
          <Route path="onboardings/:onboardingId/history" element={<HistoryPage />} />
          <Route path="cases/:caseId" element={<CasePage />} />
          <Route path="cases/:caseId/form" element={<FormPage />} />
          <Route path="authorise" element={<WizardPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}
