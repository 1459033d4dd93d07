import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2) as (
  algorithm: 'argon2id',
  parameters: Argon2Parameters,
) => Promise<Buffer>

/** OWASP's smallest recommended cost: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const LENGTH = 32

/** The shortest and the longest password that may be chosen, in characters. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

/** Answers what may be stored of a password: argon2id in the usual PHC notation. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await argon2id(password, { salt, length: LENGTH, ...COST })
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(hash)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/

/** Whether it is the password of that hash, at the cost that the hash was made with. */
export async function verifyPassword({
  hash: stored,
  password,
}: {
  hash: string
  password: string
}): Promise<boolean> {
  const parts = PHC.exec(stored)
  if (parts === null) return false
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts
  const expected = Buffer.from(hash, 'base64')
  const found = await argon2id(password, {
    salt: Buffer.from(salt, 'base64'),
    length: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(found, expected)
}

type Cost = { salt: Buffer; length: number; memory: number; passes: number; parallelism: number }

/** In NFKC, so that a keyboard which takes syllables apart types the same password. */
function argon2id(password: string, { salt, length, ...cost }: Cost): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'))
  return derive('argon2id', { message, nonce: salt, tagLength: length, ...cost })
}

function text(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
