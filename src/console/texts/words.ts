/** What codes mean; one without words is shown as it is. `codes` lets a test hold the languages together. */
export function words(map: Readonly<Record<string, string>>) {
  return Object.assign((code: string) => map[code] ?? code, { codes: Object.keys(map) })
}
