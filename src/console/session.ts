const key = 'clearline.token'

/** The token lives as long as the tab: nothing of it is left when the tab is closed. */
export function keptToken(): string | null {
  return sessionStorage.getItem(key)
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token)
}

/** Drafts can hold names and tax ids: who signs out leaves none. Whose token has ended finds them again in this tab. */
export function forgetEverything(draftsToo: boolean): void {
  if (draftsToo) sessionStorage.clear()
  else sessionStorage.removeItem(key)
}
