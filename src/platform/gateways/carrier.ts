import type { Instant } from '../../kernel/values.ts'

/** One text for one phone, as a carrier is given it. */
export type Parcel = Readonly<{
  /**
   * The message's own key, the same with every try: a carrier that takes one delivers what it has seen before no
   * second time, and can be asked what became of it.
   */
  key: string
  /** E.164. */
  to: string
  text: string
  /** SMS up to 90 bytes as Korean carriers count (CP949), LMS up to 2,000, ALIMTALK for an approved template. */
  kind: 'SMS' | 'LMS' | 'ALIMTALK'
  /** The carrier's code of the approved template; only for ALIMTALK. */
  templateCode?: string
}>

/** What a carrier said to one try. */
export type Answer =
  /** It took the message; `id` is its own name for it. */
  | Readonly<{ outcome: 'ACCEPTED'; id: string | null }>
  /** It will not take this message, however often it is asked. */
  | Readonly<{ outcome: 'REFUSED'; reason: string }>
  /** It surely did not take it now, and may later: no connection was made, or it said 429 or 5xx. */
  | Readonly<{ outcome: 'UNREACHABLE'; reason: string }>
  /** The request went out and no answer came: it may have been taken. */
  | Readonly<{ outcome: 'UNCERTAIN'; reason: string }>

/** What a carrier knows of a message that it was given under a key. */
export type Found =
  | Exclude<Answer, { outcome: 'UNREACHABLE' | 'UNCERTAIN' }>
  /** It cannot tell, or cannot be asked right now. */
  | Readonly<{ outcome: 'UNKNOWN' }>

/** What else is known of a message that a carrier is asked about: not every one looks it up by our key alone. */
export type Traces = Readonly<{
  /** E.164, the number that it went to. */
  to?: string | undefined
  /** The carrier's own name for it, where it gave one. */
  id?: string | null | undefined
}>

/** What a carrier reports of a message long after it took it. */
export type Report = Readonly<{
  key: string
  at: Instant
  /** Null when it was delivered. */
  undeliveredReason: string | null
}>

/**
 * A way to send texts. Its functions never throw for what a network or a carrier may do: they answer. A reason is a
 * code or a short sentence of the carrier's, without a person's data.
 */
export type Carrier = Readonly<{
  /** Its name in attempts and metrics. */
  name: string
  send: (parcel: Parcel) => Promise<Answer>
  /** Asks what became of the message with that key. */
  find: (key: string, traces?: Traces) => Promise<Found>
  /** Asks whether a message was delivered, until the signal comes at the latest; undefined while it is not known. */
  report?: (key: string, traces?: Traces, until?: AbortSignal) => Promise<Report | undefined>
  /**
   * Reads reports that the carrier posted to us (raw body and headers); undefined when the signature is not the
   * carrier's own, or what it signed are no reports. Only a carrier that posts has it.
   */
  readReports?: (
    headers: Readonly<Record<string, string | undefined>>,
    body: string,
  ) => readonly Report[] | undefined
  close: () => Promise<void>
}>
