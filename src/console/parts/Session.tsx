import { createContext, type ReactNode, useContext } from 'react'
import type { Me } from '../api/contract.ts'

type Session = { readonly token: string; readonly me: Me; readonly signOut: () => void }

const nobody: Me = { subject: '', role: 'auditor', organisations: [], expiresAt: null, at: '' }
const SessionContext = createContext<Session>({ token: '', me: nobody, signOut: () => undefined })

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useToken(): string {
  return useContext(SessionContext).token
}

export function useMe(): Me {
  return useContext(SessionContext).me
}

/** Whether whoever is signed in has one of these roles. The server decides; this only spares a person a refusal. */
export function useMay(...roles: readonly Me['role'][]): boolean {
  return roles.includes(useMe().role)
}

export function useSignOut(): () => void {
  return useContext(SessionContext).signOut
}
