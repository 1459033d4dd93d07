/** The browser that drives the console. */
export const CHROMIUM = process.env['ANBU_CHROMIUM'] ?? '/usr/bin/chromium'

/** Without a sandbox of its own, a screen, or a word to anybody outside. */
export const ALONE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
] as const
