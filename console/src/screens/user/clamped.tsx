import { Button } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './user.module.css'

/** A text of which a few lines are shown, and the rest when somebody wants to read it. */
export function Clamped({ text }: { text: string }) {
  const { t } = useTranslation('user')
  const shown = useRef<HTMLParagraphElement>(null)
  const [open, setOpen] = useState(false)
  const [isLong, setLong] = useState(false)
  useLayoutEffect(() => {
    const { current: element } = shown
    if (element === null || open) return undefined
    const measure = () => setLong(element.scrollHeight > element.clientHeight)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [open])
  return (
    <>
      <p ref={shown} className={classes.text} data-clamped={!open || undefined}>
        {text}
      </p>
      {isLong && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'fold' : 'unfold')}
        </Button>
      )}
    </>
  )
}
