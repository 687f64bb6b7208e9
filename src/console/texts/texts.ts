import { en } from './en.ts'
import { language } from './language.ts'

/** The shape that every language has: the same names, other words. */
type Said<Text> = Text extends string
  ? string
  : Text extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Name in keyof Text]: Said<Text[Name]> }

export type Texts = Said<typeof en>

/** Chosen once, when the page is loaded: only one language travels to a browser that does not want the other. */
export const texts: Texts = language === 'de' ? (await import('./de.ts')).de : en
