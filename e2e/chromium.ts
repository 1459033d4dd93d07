/** The browser that drives the console. */
export const CHROMIUM = process.env['ANBU_CHROMIUM'] ?? '/usr/bin/chromium'
