/**
 * Looks at once when that is asked for, and once more after a burst; one look at a time, so that no older answer comes
 * after a newer one. The look itself never fails.
 */
export function lookingOneByOne(rest: number, look: () => Promise<void>) {
  let isBusy = false
  let again = false
  let isOver = false
  let resting: ReturnType<typeof setTimeout> | undefined

  async function start() {
    isBusy = true
    again = false
    await look()
    if (!isOver) resting = setTimeout(goOn, rest)
  }
  function goOn() {
    isBusy = false
    if (again) void start()
  }
  return {
    lookSoon() {
      if (isBusy) again = true
      else void start()
    },
    stop() {
      isOver = true
      clearTimeout(resting)
    },
  }
}
