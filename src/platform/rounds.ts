/** Does the work again and again, never twice at once. Stopping waits for what is under way. */
export function doInRounds(work: () => Promise<void>, every: number) {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work().finally(() => {
      running = undefined
    })
  }, every)
  return {
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}
