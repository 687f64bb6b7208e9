/** How often a property is tried: `PROPERTY_RUNS=20` tries each of them twenty times as often as usual. */
export function runs(usual: number): number {
  const factor = Number(process.env['PROPERTY_RUNS'] ?? 1)
  if (!Number.isFinite(factor) || factor <= 0) throw new Error('PROPERTY_RUNS is a number above 0')
  return Math.max(1, Math.round(usual * factor))
}
