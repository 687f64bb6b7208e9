export type Language = 'de' | 'sr' | 'hu' | 'ja' | 'zh'

/** The language of a text, by its script or its most frequent letters and words; none where nothing speaks for any. */
export function languageOf(text: string): Language | undefined {
  if (/[\u3040-\u30ff]/u.test(text)) return 'ja'
  if (/[\u4e00-\u9fff]/u.test(text)) return 'zh'
  const spoken = Object.entries(signs).map(([language, sign]) => ({ language, count: [...text.matchAll(sign)].length }))
  const most = spoken.sort((a, b) => b.count - a.count)[0]
  return most && most.count > 0 ? languages.find((each) => each === most.language) : undefined
}

const languages = ['de', 'sr', 'hu'] as const

const signs: Readonly<Record<(typeof languages)[number], RegExp>> = {
  de: /ß|\b(der|die|das|und|für|nicht|mit|bis|wird|Nummern)\b/gu,
  sr: /[čćđšž]|[\u0400-\u04ff]|\b(za|da|nije|ili|koje|poruke|broj)\b/gu,
  hu: /[őű]|\b(az|és|nem|egy|vagy|hogy|számok)\b/gu,
}
