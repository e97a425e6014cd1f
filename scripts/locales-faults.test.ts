import { describe, expect, it } from 'vitest'
import type { Message, Messages } from './locales'
import { faults, isKnown, sentenceFaults } from './locales-faults'
import { merged, toTranslate } from './locales-tool'

const english: Messages = {
  locale: { message: 'en', description: 'Not shown.' },
  extName: { message: 'Lanyard', description: 'Name.' },
  settings: { message: 'Settings', description: 'Title and menu entry.' },
  sites_one: {
    message: '$COUNT$ site',
    description: 'Above the list.',
    placeholders: { count: { content: '$1', example: '1' } },
  },
  sites_other: {
    message: '$COUNT$ sites',
    description: 'Above the list.',
    placeholders: { count: { content: '$1', example: '7' } },
  },
}

const button: Message = { message: 'Allow once', description: 'Verdict button.' }
const plain = (message: string): Message => ({ message, description: 'A sentence.' })
const of: Message = {
  message: '$COUNT$ of $ALL$ relays',
  description: 'Progress.',
  placeholders: { count: { content: '$1' }, all: { content: '$2' } },
}

describe('sentenceFaults', () => {
  it.each<[string, string, Message, string, string | null, string]>([
    ['an untranslated sentence', 'Pair again', plain('Pair again'), 'de', null, 'is English'],
    ['a space at the end', 'Hallo ', plain('Hello'), 'de', null, 'a space'],
    ['two spaces', 'Gib  acht', plain('Take care'), 'de', null, 'a space'],
    ['three dots', 'Abmelden... jetzt', plain('Log out… now'), 'de', null, '...'],
    ['no ellipsis', 'Abmelden', plain('Log out…'), 'de', null, 'ends in'],
    ['a full stop too many', 'Namen.', plain('Names'), 'de', null, 'ends in'],
    ['no full stop', '完了', plain('Done.'), 'ja', null, 'ends in'],
    ['a straight apostrophe', "l'icona", plain('the icon'), 'it', null, 'apostrophe'],
    ['a lost name', 'Öffne die App.', plain('Open Amber.'), 'de', null, 'Amber'],
    ['a lost number', 'nach 6 Minuten', plain('after 60 minutes'), 'de', null, 'numbers'],
    ['a quotation mark that is not closed', '„Name', plain('“Name”'), 'de', null, 'quotation'],
    ['English quotation marks', '“Name”s', plain('“Name”'), 'de', null, 'quotation'],
    ['quotation marks left out', 'Namen', plain('“Name”'), 'de', null, 'quotation'],
    ['a bidi override', 'اسم\u202e', plain('Name'), 'ar', null, 'direction'],
    ['another form of Unicode', 'Schlu\u0308ssel', plain('Key'), 'de', null, 'Unicode'],
    ['a long button', 'Dieses eine Mal erlauben und weiter', button, 'de', null, 'letters'],
    ['a lost placeholder', '$COUNT$ Relays', of, 'de', null, 'lacks $ALL$'],
    ['an unknown placeholder', '$COUNT$ von $ALL$ $X$', of, 'de', null, '$X$'],
    ['half a placeholder', '$COUNT$ von $ALL$ $', of, 'de', null, 'names nothing'],
    ['placeholders that touch', '$ALL$$COUNT$', of, 'ja', null, 'nothing between'],
    ['a count left out for 21', '$ALL$', of, 'ru', 'one', 'lacks $COUNT$'],
  ])('finds %s', (_, text, original, tag, form, fault) => {
    const found = sentenceFaults('key', text, original, tag, form)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(fault)
  })

  it.each<[string, string, Message, string, string | null]>([
    ['a word that is the same', 'Name', plain('Name'), 'de', null],
    [
      'quotation marks of the language',
      '« $X$ »',
      { ...plain('“$X$”'), placeholders: { x: { content: '$1' } } },
      'fr',
      null,
    ],
    ['other digits', '۵٬۰۰۰ مورد', plain('5,000 entries'), 'fa', null],
    ['another full stop', '完了。', plain('Done.'), 'ja', null],
    ['a joiner that Persian needs', 'می\u200cخواهد', plain('wants'), 'fa', null],
    ['placeholders beside letters that are no name', '$ALL$个中继中的$COUNT$个', of, 'zh-CN', null],
    ['a count left out for one', 'ein Relay von $ALL$', of, 'de', 'one'],
  ])('lets %s pass', (_, text, original, tag, form) => {
    expect(sentenceFaults('key', text, original, tag, form)).toEqual([])
  })
})

describe('faults', () => {
  const german = { locale: { message: 'de' }, extName: { message: 'Lanyard' }, settings: { message: 'Einstellungen' } }
  const sites = { sites_one: { message: 'eine Website' }, sites_other: { message: '$COUNT$ Websites' } }

  it.each<[string, Messages, string[]]>([
    ['nothing', { ...german, ...sites }, []],
    ['a form that is missing', { ...german, sites_other: sites.sites_other }, ['sites_one: is missing']],
    [
      'a form that German has not',
      { ...german, ...sites, sites_few: { message: '$COUNT$ Seiten' } },
      ['sites_few: is not asked for'],
    ],
    ['the wrong language', { ...german, ...sites, locale: { message: 'nl' } }, ['locale: is not de']],
  ])('finds %s', (_, messages, found) => {
    expect(faults('de', messages, english)).toEqual(found)
  })

  it.each([
    ['pt_BR', true],
    ['pt-BR', false],
    ['tlh', false],
  ])('of a folder %s: known %s', (folder, known) => {
    expect(isKnown(folder)).toBe(known)
  })
})

describe('the tool', () => {
  it('lists what is missing, with what a translator should know', () => {
    expect(toTranslate('ru', { locale: { message: 'ru' } }, english).slice(0, 3)).toEqual([
      '"settings": "Settings",  // Title and menu entry.',
      '"sites_few": "$COUNT$ sites",  // Above the list. | $COUNT$ = 7 | for 2, 3, 4, 22, 23, 24, …',
      '"sites_many": "$COUNT$ sites",  // Above the list. | $COUNT$ = 7 | for 0, 5, 6, 7, 8, 9, …',
    ])
  })

  it('merges in English’s order, and keeps what it does not know, so that it is found', () => {
    const before = { settings: { message: 'Optionen' }, gone: { message: 'weg' } }
    const after = merged(
      'de',
      before,
      { sites_other: '$COUNT$ Websites', settings: 'Einstellungen', typo: 'x' },
      english,
    )
    expect(Object.keys(after)).toEqual(['locale', 'extName', 'settings', 'sites_other', 'typo'])
    expect(after.settings).toEqual({ message: 'Einstellungen' })
  })
})
