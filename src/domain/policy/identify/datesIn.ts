/** Month names by their stems: German, Hungarian, Serbian in both scripts, English. */
const stems: readonly (readonly [RegExp, number])[] = [
  [/^(aug|avg|авг)/iu, 8],
  [/^(nov|нов)/iu, 11],
  [/^(dec|dez|дец)/iu, 12],
]

/** The civil days that a text names in any of its languages, as `2024-12-01`. Only the months of the dated rules are known. */
export function datesIn(text: string): ReadonlySet<string> {
  const found: string[] = []
  for (const [, year = '', month = '', day = ''] of text.matchAll(/(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日/gu))
    found.push(iso(year, Number(month), day))
  for (const [, year = '', month = '', day = ''] of text.matchAll(/\b(20\d\d)[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})\b/gu))
    found.push(iso(year, Number(month), day))
  for (const [, day = '', month = '', year = ''] of text.matchAll(/\b(\d{1,2})\.\s?(\d{1,2})\.\s?(20\d\d)\b/gu))
    found.push(iso(year, Number(month), day))
  for (const [, day = '', name = '', year = ''] of text.matchAll(/\b(\d{1,2})\.?\s+(\p{L}{3,})\.?,?\s+(20\d\d)\b/gu))
    found.push(iso(year, monthOf(name), day))
  for (const [, year = '', name = '', day = ''] of text.matchAll(/\b(20\d\d)\.?\s+(\p{L}{3,})\s+(\d{1,2})\b/gu))
    found.push(iso(year, monthOf(name), day))
  for (const [, name = '', day = '', year = ''] of text.matchAll(/\b(\p{L}{3,})\s+(\d{1,2}),\s+(20\d\d)\b/gu))
    found.push(iso(year, monthOf(name), day))
  return new Set(found)
}

function monthOf(name: string): number {
  return stems.find(([stem]) => stem.test(name))?.[1] ?? 0
}

function iso(year: string, month: number, day: string): string {
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
}
