import { type Age, until } from '../../../src/domain/policy/ages.ts'
import type { Language } from '../../../src/domain/policy/identify/languageOf.ts'
import { type RuleId, ruleOf } from '../../../src/domain/policy/ruleBook/ruleBook.ts'

/** How each language says what the rules turn on: dates, limits and single words. No sentence of the article stands here. */
type Terms = Readonly<Partial<Record<RuleId, string>>> & { readonly filler: string }

const terms: Readonly<Record<Language, Terms>> = {
  de: {
    filler: 'und die Nummern',
    D1: '1. Dezember 2024',
    D2: '26. August 2024',
    D4: '1. November 2024',
    D5: '3-4 Wochen',
    L4: 'Events-API',
    L5: 'Desktop',
    L6: 'Emoticons',
    L8: 'unbegrenzt',
    L9: 'drosseln',
    B5: 'zusätzliche Kosten',
    T2: 'Vorrang',
    P8: 'Add-on',
    P9: 'Partner',
    P10: 'Registerkarte',
    R5: 'Registrierungsformular',
    Z8: 'Vollmacht',
    Z10: 'Fertig',
  },
  sr: {
    filler: 'brojevi za poruke',
    D1: '1. decembra 2024.',
    D2: '26. avgusta 2024.',
    D4: '1. novembra 2024.',
    D5: '3–4 nedelje',
    L4: 'API događaja',
    L5: 'na radnoj površini',
    L6: 'emotikoni',
    L8: 'neograničeno',
    L9: 'blokirati',
    B5: 'troškova',
    T2: 'prednost',
    P8: 'dodatak',
    P9: 'partner',
    P10: 'kartica',
    R5: 'obrazac za registraciju',
    Z8: 'punomoć',
    Z10: 'Gotovo',
  },
  hu: {
    filler: 'és az előfizetők',
    D1: '2024. december 1-jéig',
    D2: '2024. augusztus 26. után',
    D4: '2024. november 1. előtt',
    D5: '3–4 hét',
    L4: 'Events API',
    L5: 'asztali',
    L6: 'hangulatjelek',
    L8: 'korlátlan',
    L9: 'blokkolhat',
    B5: 'többletköltség',
    T2: 'elsőbbség',
    P8: 'bővítmény',
    P9: 'partner',
    P10: 'lapfül',
    R5: 'regisztrációs űrlap',
    Z8: 'meghatalmazás (LOA)',
    Z10: 'Kész',
  },
  ja: {
    filler: 'の電話番号',
    D1: '2024年12月1日',
    D2: '2024 年 8 月 26 日',
    D4: '2024年11月1日',
    D5: '3-4週間',
    L4: 'Events API',
    L5: 'デスクトップ',
    L6: '絵文字',
    L8: '無制限',
    L9: 'スロットル',
    B5: '追加費用',
    T2: '優先',
    P8: 'アドオン',
    P9: 'パートナー',
    P10: 'タブ',
    R5: '登録フォーム',
    Z8: '委任状',
    Z10: '[完了]',
  },
  zh: {
    filler: '电话号码',
    D1: '2024年12月1日',
    D2: '2024年8月26日',
    D4: '2024年11月1日',
    D5: '3-4周',
    L4: 'Events API',
    L5: '桌面',
    L6: '表情',
    L8: '无限制',
    L9: '阻止',
    B5: '额外费用',
    T2: '优先',
    P8: '附加',
    P9: '合作伙伴',
    P10: '选项卡',
    R5: '注册表',
    Z8: '授权书（LOA）',
    Z10: '“完成”',
  },
}

const anyLanguage: Readonly<Partial<Record<RuleId, string>>> = {
  A1: 'Control Hub',
  P1: 'Cisco Calling Plan',
  P5: 'TN',
  P6: '42.12',
  P7: 'Cisco PSTN',
  P11: '10DLC',
  H1: 'HIPAA',
  L1: '400',
  L3: 'eDiscovery',
  L7: 'MMS',
  Z1: 'A2P',
  S1: 'cs.co/spam',
}

const instructions: Readonly<Record<Age, readonly number[]>> = {
  '004': [2, 2],
  '000': [2, 2],
  '001': [2, 2],
  '002': [3, 4],
  '003': [4, 5],
}

/** A text with what an age turns on, in one language, its instructions numbered as that age numbers them. */
export function articleText(age: Age, language: Language): string {
  const { filler, ...own } = terms[language]
  const told = Object.entries({ ...anyLanguage, ...own }).filter(([id]) => ruleOf(id as RuleId).toldIn.includes(age))
  const steps = instructions[age].flatMap((count) => Array.from({ length: count }, (_, index) => String(index + 1)))
  const address = until('002').includes(age) ? ['https://admin.webex.com'] : []
  return [...told.map(([, words]) => `• ${words} ${filler}`), ...address, ...steps].join('\n\n')
}

/** How a language says one thing that a rule turns on. */
export function termOf(language: Language, id: RuleId): string {
  return terms[language][id] ?? anyLanguage[id] ?? ''
}
