import { en } from './en.ts'

/** The texts in use. Another language is another object of the same shape. */
export type Texts = typeof en
export const texts: Texts = en
