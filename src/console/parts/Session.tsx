import { createContext, type ReactNode, useContext } from 'react'

type Session = { readonly token: string; readonly signOut: () => void }

const SessionContext = createContext<Session>({ token: '', signOut: () => undefined })

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useToken(): string {
  return useContext(SessionContext).token
}

export function useSignOut(): () => void {
  return useContext(SessionContext).signOut
}
