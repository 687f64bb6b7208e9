export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const key = 'clearline.language'

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(languages, text)
}

/** What was chosen here before, else what the browser asks for. */
function found(): Language {
  if (typeof localStorage === 'undefined') return 'en'
  const kept = localStorage.getItem(key)
  if (isLanguage(kept)) return kept
  const wanted = navigator.languages.map((each) => each.slice(0, 2))
  return wanted.find(isLanguage) ?? 'en'
}

export const language = found()

/** Words stand in constants, so that the page is loaded again; drafts and the token outlive that. */
export function speak(wanted: Language): void {
  localStorage.setItem(key, wanted)
  location.reload()
}
