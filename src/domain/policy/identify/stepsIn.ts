/**
 * The lengths of the numbered instructions of a text, in order: 1, 2, 3 at the start of their lines are one of length 3.
 * Deeper steps, told apart by their indent, belong to the step above them.
 */
export function stepsIn(text: string): readonly number[] {
  const numbers = [...text.matchAll(/^ ?(\d)[.)]?(?=\s|$)/gmu)].map(([, digit]) => Number(digit))
  const lengths: number[] = []
  let length = 0
  for (const number of numbers) {
    if (number === length + 1) length = number
    else if (number === 1) {
      lengths.push(length)
      length = 1
    }
  }
  return [...lengths, length].filter((each) => each > 1)
}
