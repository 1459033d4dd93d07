/** Which issue had the focus when it left its column, so that its card takes the focus again where it arrives. */
export type FocusNote = Readonly<{
  follow: (id: number) => void
  /** Whether the focus is to go to that issue; said once. */
  takes: (id: number) => boolean
}>

export function focusNote(): FocusNote {
  let followed: number | undefined
  return {
    follow: (id) => (followed = id),
    takes: (id) => {
      const takes = followed === id
      if (takes) followed = undefined
      return takes
    },
  }
}
