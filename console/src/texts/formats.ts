import { josa } from 'es-hangul'

/**
 * How a gap of a text is filled: `{{role, 으로/로}}` with the particle that goes by the sound before it, 상담사로 or 팀장으로;
 * `due {{day, within}}` as in the middle of a sentence, due today, where the word alone is Today.
 */
export const FORMATS = ['으로/로', 'within'] as const

type Formatter = Readonly<{ add: (name: string, format: (value: unknown) => string) => void }>

export function addFormats(formatter: Formatter) {
  for (const format of FORMATS) formatter.add(format, (word) => say(String(word), format))
}

function say(word: string, format: (typeof FORMATS)[number]): string {
  switch (format) {
    case '으로/로':
      return josa(word, format)
    case 'within':
      return word.replace(/^(Today|Yesterday|Tomorrow)\b/, (day) => day.toLowerCase())
  }
}
