/** Takes a value and its SQL type, and answers the placeholder that stands for it in the statement. */
export type Bind = (value: unknown, type: string) => string

/** Collects the parameters of a statement that is written from parts; one value bound twice is sent once. */
export function binding(): { readonly bind: Bind; readonly values: readonly unknown[] } {
  const values: unknown[] = []
  const placeholders = new Map<string, string>()
  const bind: Bind = (value, type) => {
    const text = typeof value === 'string' ? `${type} ${value}` : undefined
    const known = text === undefined ? undefined : placeholders.get(text)
    if (known) return known
    values.push(value)
    const placeholder = `$${values.length}::${type}`
    if (text !== undefined) placeholders.set(text, placeholder)
    return placeholder
  }
  return { bind, values }
}
