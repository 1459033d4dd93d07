import { disassemble, getChoseong } from 'es-hangul'

/** Whether the words hold what was typed, also while a syllable is half typed, or have its initial consonants: ㄷㅇㅋ finds 다음 콜. */
export function fits(words: string, typed: string): boolean {
  const [there, asked] = [bare(words), bare(typed)]
  return disassemble(there).includes(disassemble(asked)) || getChoseong(there).includes(asked)
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/\s/g, '')
}
