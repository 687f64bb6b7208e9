const key = 'clearline.token'

/** The token lives as long as the tab: nothing of it is left when the tab is closed. */
export function keptToken(): string | null {
  return sessionStorage.getItem(key)
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token)
}

/** Drafts go with the token: they can hold names and tax ids. */
export function forgetEverything(): void {
  sessionStorage.clear()
}
