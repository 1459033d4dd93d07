/** Which template is open, by its id, or that a new one is written. */
export type Chosen = Readonly<{ template?: number | 'new' }>

/** What the address of the settings says; what is not understood is left out. */
export function chosenIn({ template }: Readonly<Record<string, unknown>>): Chosen {
  const isId = Number.isSafeInteger(template) && Number(template) > 0
  if (isId) return { template: Number(template) }
  return template === 'new' ? { template } : {}
}
