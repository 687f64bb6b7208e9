/** Written by test/docs/ruleCoverage.test.ts: rule, kind, gates, code, cases, tests. */
export const ruleCoverage = `
A1|information||managing.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
B1|information||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
B2|information||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
B3|information||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
B4|information||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
B5|information||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
B6|information||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
B7|information||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
D1|deadline|registration|forecast/forecast.ts gates.ts gates/road.ts policy/cutoffs.ts policy/gateRules.ts policy/policy.ts|decides leaves|exempt.test.ts forecast/forecast.test.ts gatesByPack.test.ts legacy.test.ts policy/diff.test.ts policy/identify.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
D2|default|registration|gates.ts gates/road.ts policy/cutoffs.ts policy/gateRules.ts policy/policy.ts|decides leaves|gates.test.ts legacy.test.ts policy/diff.test.ts policy/identify.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
D3|deadline|eligibility|gates/organisation.ts policy/cutoffs.ts policy/gateRules.ts policy/policy.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/readings.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
D4|deadline||notices.ts policy/cutoffs.ts policy/policy.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
D5|duration||policy/durations.ts policy/waits.ts|decides leaves|forecast/forecast.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
H1|information||gates/organisation.ts healthcare.ts terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
L1|limit||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
L2|limit||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
L3|limit||terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts
L4|limit||terms.ts|decides leaves|policy/diff.test.ts policy/readings.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
L5|limit|app|gates/sending.ts policy/gateRules.ts terms.ts|decides leaves|policy/diff.test.ts policy/identify.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
L6|limit|message|gates/sending.ts policy/gateRules.ts terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts sending.test.ts
L7|limit|message|gates/sending.ts policy/gateRules.ts terms.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts sending.test.ts
L8|limit||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
L9|limit|traffic|gates/traffic.ts notices.ts policy/gateRules.ts terms.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts traffic.test.ts
L10|information||gates/traffic.ts terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts traffic.test.ts
L11|information||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
P1|gate|eligibility location|gates/organisation.ts gates/place.ts policy/buildPack.ts policy/gateRules.ts policy/waits.ts|decides leaves|gates.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P2|gate|eligibility|gates/organisation.ts policy/gateRules.ts policy/waits.ts|decides leaves|gates.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts unblock.test.ts
P3|gate|eligibility|gates/organisation.ts policy/gateRules.ts|decides leaves|gates.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts unblock.test.ts
P4|gate|eligibility|gates/organisation.ts policy/gateRules.ts policy/waits.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P5|gate|location primary kind inventory|decideNumber.ts gates/place.ts policy/gateRules.ts|decides leaves|authorisationHelp.test.ts explain.test.ts gates.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P6|gate|app|gates/sending.ts notices.ts policy/gateRules.ts|decides leaves|policy/ruleBook.test.ts policy/ruleExamples.ts sending.test.ts
P7|gate|location|gates/place.ts location.ts policy/buildPack.ts policy/gateRules.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P8|gate|licence|gates/organisation.ts policy/gateRules.ts policy/outsideActs.ts policy/waits.ts|decides leaves|explain.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.test.ts policy/ruleExamples.ts terms.test.ts
P9|gate||gates/organisation.ts policy/outsideActs.ts policy/waits.ts|decides leaves|explain.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P10|gate|licence|gates/organisation.ts policy/gateRules.ts policy/outsideActs.ts policy/waits.ts tab.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
P11|gate|registration|gates/place.ts gates/road.ts policy/gateRules.ts policy/packs.ts|decides leaves|explain.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
P12|gate|eligibility|gates/organisation.ts policy/gateRules.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
R1|gate|licence|gates/organisation.ts policy/gateRules.ts policy/outsideActs.ts policy/waits.ts tab.ts|decides leaves|explain.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts
R2|gate|authorisation|decideNumber.ts gates/road.ts policy/gateRules.ts policy/waits.ts|decides leaves|caseNumbers.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts policy/ruleIds.test.ts
R3|information||decideNumber.ts policy/outsideActs.ts|decides leaves|authorisationHelp.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
R4|information||policy/outsideActs.ts policy/waits.ts|decides leaves|authorisationHelp.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
R5|information||policy/outsideActs.ts policy/waits.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
R6|information||decideNumber.ts policy/outsideActs.ts policy/waits.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
R7|duration||policy/durations.ts policy/outsideActs.ts policy/waits.ts|decides leaves|forecast/forecast.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
S1|information||gates/traffic.ts notices.ts terms.ts|decides leaves|gates.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts terms.test.ts traffic.test.ts
T1|default|setting|gates/setting.ts policy/gateRules.ts policy/outsideActs.ts terms.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T2|default|setting|gates/setting.ts policy/gateRules.ts policy/outsideActs.ts terms.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/readings.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T3|default|setting|gates/setting.ts policy/gateRules.ts policy/outsideActs.ts terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T4|gate|location|gates/place.ts location.ts policy/gateRules.ts terms.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T5|information||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T6|default|setting|gates/setting.ts policy/gateRules.ts policy/outsideActs.ts terms.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
T7|information||terms.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z1|information||serviceClass.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z2|gate|registration|decideNumber.ts gates/road.ts policy/gateRules.ts policy/outsideActs.ts|decides leaves|activation.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z3|gate|registration|decideNumber.ts gates/road.ts notices.ts policy/gateRules.ts policy/waits.ts|decides leaves|activation.test.ts gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z4|information||decideNumber.ts gates/road.ts policy/outsideActs.ts policy/waits.ts|decides leaves|gates.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts selection.test.ts
Z5|information||policy/outsideActs.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z6|gate||decideNumber.ts policy/outsideActs.ts policy/waits.ts|decides leaves|caseNumbers.test.ts policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z7|gate||decideNumber.ts policy/outsideActs.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts selection.test.ts
Z8|gate||decideNumber.ts gates/road.ts policy/outsideActs.ts|decides leaves|gates.test.ts letters.test.ts policy/diff.test.ts policy/identify.test.ts policy/readings.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z9|information||decideNumber.ts policy/outsideActs.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
Z10|information||policy/outsideActs.ts|decides leaves|policy/diff.test.ts policy/ruleBook.test.ts policy/ruleExamples.ts
`
