import { useState, type ReactNode } from 'react'
import classes from './user.module.css'

type UnfoldProps = Readonly<{ label: string; children: () => ReactNode }>

/** What is shown, and asked for, only when somebody wants to see it. */
export function Unfold({ label, children }: UnfoldProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.unfold} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {open && children()}
    </details>
  )
}
