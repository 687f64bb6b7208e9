import { type Age, until } from '../ages.ts'
import { days } from '../cutoffs.ts'
import type { RuleId } from '../ruleBook/ruleBook.ts'
import { ruleOf } from '../ruleBook/ruleBook.ts'
import { datesIn } from './datesIn.ts'
import { stepsIn } from './stepsIn.ts'

/** Something to look for in a text, and the ages whose text has it. */
export type Marker = {
  readonly name: string
  readonly ages: readonly Age[]
  /** How much its word counts: names, dates and counts are the same in every language, terms are a translator's choice. */
  readonly weight: 1 | 2
  readonly isIn: (text: string) => boolean
}

const date = (id: RuleId, day: string): Marker => ({
  name: `${id}: ${day}`,
  ages: ruleOf(id).toldIn,
  weight: 2,
  isIn: (text) => datesIn(text).has(day),
})

const name = (id: RuleId, pattern: RegExp): Marker => ({
  name: id,
  ages: ruleOf(id).toldIn,
  weight: 2,
  isIn: (text) => pattern.test(text),
})

/** The terms of one rule in German, Serbian, Hungarian, Japanese and Chinese. */
const term = (id: RuleId, ...terms: readonly RegExp[]): Marker => ({
  name: id,
  ages: ruleOf(id).toldIn,
  weight: 1,
  isIn: (text) => terms.some((each) => each.test(text)),
})

/** The instructions of an age: two short ones for the switches, or one for the case and one for the authorisation. */
const steps = (told: readonly Age[], lengths: readonly number[]): Marker => ({
  name: `steps ${lengths.join('+')}`,
  ages: told,
  weight: 2,
  isIn: (text) => stepsIn(text).join('+') === lengths.join('+'),
})

/** What tells the ages apart. */
export const markers: readonly Marker[] = [
  date('D1', days.unregistered),
  date('D2', days.newNumbersAndTrials),
  date('D4', days.lateStart),
  steps(ruleOf('T1').toldIn, [2, 2]),
  steps(['002'], [3, 4]),
  steps(['003'], [4, 5]),
  name('H1', /HIPAA/i),
  name('P11', /10[\s-]?DLC/i),
  name('P7', /Cisco[\s-]?PSTN/i),
  name('Z1', /A2P/i),
  { name: 'address', ages: until('002'), weight: 2, isIn: (text) => /admin\.webex\.com/i.test(text) },
  name('L4', /Events?[\s-]API|API[\s-](za )?događaj|Ereignis(se)?[\s-]?API|イベント\s?API|事件\s?API/i),
  name('Z8', /\bLOA\b|Letter of A|Vollmacht|meghatalmazás|punomoć|委任状|授权书|授权委托书/i),
  term('D5', /3\s?[-–]\s?4\s?(Wochen|nedelj|hét|hetet|週|周)/i),
  term('L5', /Desktop|radnoj površini|asztali|デスクトップ|桌面/i),
  term('L6', /Emoticon|Emoji|emotikon|hangulatjel|顔文字|絵文字|エモーティコン|表情/i),
  term('L8', /unbegrenzt|neograničen|korlátlan|無制限|无限制|不限量/i),
  term('L9', /drossel|Missbrauch|ograničavat|blokirat|usporit|blokkol|csal[áó]|スロットル|ブロック|阻止|欺诈/i),
  term(
    'B5',
    /Mehrkosten|Zusatzkosten|zusätzliche[rn]? Kosten|troškova|extra költség|többletköltség|további költség|費用|额外(费用|成本)/i,
  ),
  term(
    'T2',
    /Vorrang|überschreiben|prednost|zamena podrazumevanih|elsőbbség|felülbírál|優先|オーバーライド|优先|覆盖默认/i,
  ),
  term(
    'P8',
    /Add-?on|dodat(ak|ne licence|na licenca|nu licencu)|bővítmény|kiegészítő licenc|アドオン|追加を購入|附加/i,
  ),
  term('P9', /Partner|partner|パートナー|合作伙伴/u),
  term('P10', /Registerkarte|kartica|karticu|lapfül|タブ(?!レット)|选项卡/i),
  term(
    'R5',
    /Formular der Registrierung|Registrierungsformular|obrazac za registraciju|regisztrációs űrlap|登録フォーム|注册表/i,
  ),
  term('Z10', /\bFertig|\bGotovo|\bKész\b|[[［「]完了|[“【[「]完成|[单点]击完成/u),
]

/** What every age has: enough of it, and the text is of this article at all. */
export const common: readonly Marker[] = [
  name('P6', /42\.12/),
  name('L1', /\b400|400\s?(日|天)/),
  name('P1', /Cisco/i),
  name('A1', /Control Hub/i),
  name('L7', /MMS/),
  name('S1', /cs\.co\/spam/i),
  name('L3', /eDiscovery/i),
  term('P5', /\bTN\b|（TN）/),
]
