import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  businessDate,
  dateOfDay,
  dayIndexOn,
  nextWorkingDay,
  plusDays,
  plusMinutes,
  startOfDay,
  toInstant,
  type Calendar,
} from './calendar.ts'
import type { CalendarDate } from './values.ts'

const MON_TO_FRI = new Set([1, 2, 3, 4, 5])
const EVERY_DAY = new Set([1, 2, 3, 4, 5, 6, 7])

const seoul: Calendar = { zone: 'Asia/Seoul', workdays: EVERY_DAY, holidays: new Set() }
const newYork: Calendar = { ...seoul, zone: 'America/New_York' }
const saoPaulo: Calendar = { ...seoul, zone: 'America/Sao_Paulo' }

const day = (text: string) => text as CalendarDate
const at = (text: string) => toInstant(new Date(text))

describe('the business date', () => {
  test('is the new day from midnight in Seoul, while UTC still has yesterday', () => {
    assert.equal(businessDate(seoul, at('2026-04-12T00:00:00+09:00')), '2026-04-12')
    assert.equal(businessDate(seoul, at('2026-04-12T08:59:00+09:00')), '2026-04-12')
    assert.equal(businessDate(seoul, at('2026-04-12T08:59:59.999+09:00')), '2026-04-12')
  })

  test('is the same day at 23:59 in Seoul, to the last millisecond', () => {
    assert.equal(businessDate(seoul, at('2026-04-12T23:59:00+09:00')), '2026-04-12')
    assert.equal(businessDate(seoul, at('2026-04-12T23:59:59.999+09:00')), '2026-04-12')
    assert.equal(businessDate(seoul, at('2026-04-13T00:00:00+09:00')), '2026-04-13')
  })

  test('turns with the year at midnight in Seoul', () => {
    assert.equal(businessDate(seoul, at('2026-12-31T23:59:59+09:00')), '2026-12-31')
    assert.equal(businessDate(seoul, at('2027-01-01T00:00:00+09:00')), '2027-01-01')
  })

  test('follows New York into summer time and out of it', () => {
    assert.equal(businessDate(newYork, at('2026-03-08T04:59:59Z')), '2026-03-07')
    assert.equal(businessDate(newYork, at('2026-03-08T05:00:00Z')), '2026-03-08')
    assert.equal(businessDate(newYork, at('2026-03-09T03:59:59Z')), '2026-03-08')
    assert.equal(businessDate(newYork, at('2026-03-09T04:00:00Z')), '2026-03-09')
    assert.equal(businessDate(newYork, at('2026-11-02T04:59:59Z')), '2026-11-01')
    assert.equal(businessDate(newYork, at('2026-11-02T05:00:00Z')), '2026-11-02')
  })

  test('is one and the same in the hour that New York has twice', () => {
    assert.equal(businessDate(newYork, at('2026-11-01T01:30:00-04:00')), '2026-11-01')
    assert.equal(businessDate(newYork, at('2026-11-01T01:30:00-05:00')), '2026-11-01')
  })
})

describe('the start of a business date', () => {
  test('is midnight in Seoul', () => {
    assert.equal(startOfDay(seoul, day('2026-04-12')), '2026-04-11T15:00:00.000Z')
  })

  test('is midnight in New York, in winter and in summer', () => {
    assert.equal(startOfDay(newYork, day('2026-03-08')), '2026-03-08T05:00:00.000Z')
    assert.equal(startOfDay(newYork, day('2026-03-09')), '2026-03-09T04:00:00.000Z')
    assert.equal(startOfDay(newYork, day('2026-11-01')), '2026-11-01T04:00:00.000Z')
    assert.equal(startOfDay(newYork, day('2026-11-02')), '2026-11-02T05:00:00.000Z')
  })

  test('is one o’clock on a day that has no midnight', () => {
    assert.equal(startOfDay(saoPaulo, day('2018-11-04')), '2018-11-04T03:00:00.000Z')
  })

  test('is the first instant of that day: the one before belongs to yesterday', () => {
    for (const calendar of [seoul, newYork, saoPaulo]) {
      for (const date of ['2018-11-04', '2026-03-08', '2026-11-01', '2027-01-01'].map(day)) {
        const start = startOfDay(calendar, date)
        const before = toInstant(Date.parse(start) - 1)
        assert.equal(businessDate(calendar, start), date)
        assert.equal(businessDate(calendar, before), plusDays(date, -1))
      }
    }
  })
})

describe('an instant', () => {
  test('is written in UTC with milliseconds, whatever offset it came with', () => {
    assert.equal(toInstant(new Date('2026-04-12T10:00:00+09:00')), '2026-04-12T01:00:00.000Z')
    assert.equal(toInstant(Date.UTC(2026, 3, 12, 1)), '2026-04-12T01:00:00.000Z')
  })

  test('moves by elapsed minutes, over midnight and over a change of clocks', () => {
    assert.equal(plusMinutes(at('2026-04-12T14:50:00.000Z'), 15), '2026-04-12T15:05:00.000Z')
    assert.equal(plusMinutes(at('2026-12-31T23:50:00.000Z'), 15), '2027-01-01T00:05:00.000Z')
    assert.equal(plusMinutes(at('2026-03-08T06:50:00.000Z'), 15), '2026-03-08T07:05:00.000Z')
  })
})

describe('a day of a cycle', () => {
  const start = day('2026-04-06')

  test('has number 1 on the start date, 2 the day after, 0 the day before', () => {
    assert.equal(dayIndexOn(start, day('2026-04-06')), 1)
    assert.equal(dayIndexOn(start, day('2026-04-07')), 2)
    assert.equal(dayIndexOn(start, day('2026-04-05')), 0)
    assert.equal(dayIndexOn(start, day('2026-04-04')), -1)
  })

  test('may lie beyond the last day of the cycle', () => {
    assert.equal(dayIndexOn(start, day('2026-05-17')), 42)
    assert.equal(dayIndexOn(start, day('2026-05-18')), 43)
  })

  test('is counted over the end of a year, a leap day and a change of clocks', () => {
    assert.equal(dayIndexOn(day('2026-12-31'), day('2027-01-01')), 2)
    assert.equal(dayIndexOn(day('2028-02-28'), day('2028-03-01')), 3)
    assert.equal(dayIndexOn(day('2026-03-07'), day('2026-03-09')), 3)
    assert.equal(dayIndexOn(day('2026-10-31'), day('2026-11-02')), 3)
  })

  test('is found by its number, and its number by the day', () => {
    assert.equal(dateOfDay(start, 1), '2026-04-06')
    assert.equal(dateOfDay(start, 0), '2026-04-05')
    for (let dayIndex = -400; dayIndex <= 400; dayIndex += 1) {
      assert.equal(dayIndexOn(start, dateOfDay(start, dayIndex)), dayIndex)
    }
  })

  test('changes its number at midnight in Seoul, not at 09:00', () => {
    assert.equal(dayIndexOn(start, businessDate(seoul, at('2026-04-11T23:59:00+09:00'))), 6)
    assert.equal(dayIndexOn(start, businessDate(seoul, at('2026-04-12T00:00:00+09:00'))), 7)
    assert.equal(dayIndexOn(start, businessDate(seoul, at('2026-04-12T08:59:00+09:00'))), 7)
    assert.equal(dayIndexOn(start, businessDate(seoul, at('2026-04-12T23:59:00+09:00'))), 7)
  })
})

describe('a working day', () => {
  const weekdays: Calendar = { ...seoul, workdays: MON_TO_FRI }
  const korea: Calendar = {
    ...weekdays,
    holidays: new Set([
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-05-05',
      '2026-09-24',
      '2026-09-25',
      '2026-09-26',
      '2026-12-25',
    ]),
  }

  test('is every day for a programme that works on all seven', () => {
    for (let dayIndex = 1; dayIndex <= 7; dayIndex += 1) {
      const date = dateOfDay(day('2026-04-06'), dayIndex)
      assert.equal(nextWorkingDay(seoul, date), date)
    }
  })

  test('stays where it is from Monday to Friday', () => {
    for (const date of ['2026-04-06', '2026-04-07', '2026-04-08', '2026-04-09', '2026-04-10']) {
      assert.equal(nextWorkingDay(weekdays, day(date)), date)
    }
  })

  test('comes on Monday for a Saturday and for a Sunday', () => {
    assert.equal(nextWorkingDay(weekdays, day('2026-04-11')), '2026-04-13')
    assert.equal(nextWorkingDay(weekdays, day('2026-04-12')), '2026-04-13')
  })

  test('comes after a holiday, also where the programme works on all seven', () => {
    assert.equal(nextWorkingDay(korea, day('2026-05-05')), '2026-05-06')
    assert.equal(nextWorkingDay({ ...korea, workdays: EVERY_DAY }, day('2026-09-24')), '2026-09-27')
  })

  test('comes after the weekend that follows a holiday', () => {
    assert.equal(nextWorkingDay(korea, day('2026-12-25')), '2026-12-28')
    assert.equal(nextWorkingDay(korea, day('2026-09-24')), '2026-09-28')
  })

  test('comes after the holidays that follow a weekend', () => {
    assert.equal(nextWorkingDay(korea, day('2026-02-14')), '2026-02-19')
  })

  test('may be a week away when the programme works on one day only', () => {
    const mondays: Calendar = {
      ...seoul,
      workdays: new Set([1]),
      holidays: new Set(['2026-04-13']),
    }
    assert.equal(nextWorkingDay(mondays, day('2026-04-07')), '2026-04-20')
  })

  test('over the end of the year is found in the next', () => {
    const newYear: Calendar = { ...weekdays, holidays: new Set(['2026-12-31', '2027-01-01']) }
    assert.equal(nextWorkingDay(newYear, day('2026-12-31')), '2027-01-04')
  })

  test('a Sunday is a working day where Sunday is named', () => {
    const sundays: Calendar = { ...seoul, workdays: new Set([7]) }
    assert.equal(nextWorkingDay(sundays, day('2026-04-12')), '2026-04-12')
  })
})

describe('the calls of a cycle that starts on a Monday', () => {
  const monday = day('2026-04-06')
  const weekdays: Calendar = { ...seoul, workdays: MON_TO_FRI }

  test('fall on Sundays on day 7, 21 and 42', () => {
    const planned = [1, 7, 21, 42].map((dayIndex) => dateOfDay(monday, dayIndex))
    assert.deepEqual(planned, ['2026-04-06', '2026-04-12', '2026-04-26', '2026-05-17'])
    assert.deepEqual(planned.map(weekdayOf), ['Mon', 'Sun', 'Sun', 'Sun'])
  })

  test('are due on the Mondays after them in a programme that rests at weekends', () => {
    const due = [1, 7, 21, 42].map((dayIndex) =>
      nextWorkingDay(weekdays, dateOfDay(monday, dayIndex)),
    )
    assert.deepEqual(due, ['2026-04-06', '2026-04-13', '2026-04-27', '2026-05-18'])
  })
})

function weekdayOf(date: CalendarDate) {
  return new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }).format(new Date(date))
}
