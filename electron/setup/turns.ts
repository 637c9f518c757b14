/** Makes a function that runs what it is given one after the other, so that two quick clicks do not cross. */
export function createTurns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<void> = Promise.resolve()
  return (act) => {
    const mine = last.then(act)
    // Whoever asked hears of a failure; the next one only waits for the end.
    last = mine.then(nothing, nothing)
    return mine
  }
}

const nothing = (): void => undefined
