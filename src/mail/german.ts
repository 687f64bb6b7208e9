import type { ContactAct } from '../domain/contact.ts'
import type { Wording } from './wording.ts'

const waits: Wording['waits'] = {
  eligibility: {
    what: 'darauf, dass die Organisation die Voraussetzungen erfüllt',
    act: 'Ergänzen oder berichtigen Sie die Angaben zur Organisation.',
  },
  licence: {
    what: 'auf die Lizenz für Business Texting',
    act: 'Bestellen Sie die Lizenz, oder melden Sie, dass sie aktiv ist.',
  },
  authorisation: {
    what: 'auf einen Auftrag für die Rufnummern',
    act: 'Wählen Sie die Rufnummern aus und reichen Sie einen Auftrag ein.',
  },
  answer: {
    what: 'auf die Antwort des Supports zu einem Auftrag',
    act: 'Beantworten Sie den Auftrag, oder sagen Sie, was fehlt.',
  },
  case: { what: 'auf einen Supportfall', act: 'Eröffnen Sie einen Supportfall für die autorisierten Rufnummern.' },
  registration: {
    what: 'auf die offenen Supportfälle',
    act: 'Sehen Sie nach, wo die Fälle stehen, und fragen Sie nach, wo sich nichts bewegt.',
  },
  activation: {
    what: 'darauf, dass registrierte Rufnummern eingeschaltet werden',
    act: 'Sehen Sie nach, warum die Rufnummern nicht eingeschaltet sind.',
  },
  acknowledgement: {
    what: 'darauf, dass jemand abgelehnte Rufnummern zur Kenntnis nimmt',
    act: 'Nehmen Sie die abgelehnten Rufnummern zur Kenntnis, damit die übrigen abgeschlossen werden können.',
  },
  opening: {
    what: 'darauf, dass der Fall beim Support eröffnet wird',
    act: 'Eröffnen Sie den Fall beim Support, und melden Sie seine Ticketnummer.',
  },
  formSending: { what: 'auf das Registrierungsformular vom Support', act: 'Senden Sie das Registrierungsformular.' },
  formReturn: {
    what: 'auf das Registrierungsformular',
    act: 'Füllen Sie das Registrierungsformular aus und reichen Sie es ein.',
  },
  review: { what: 'auf die Prüfung des Registrierungsformulars', act: 'Sagen Sie, wie es um die Prüfung steht.' },
  correction: {
    what: 'auf ein berichtigtes Registrierungsformular',
    act: 'Berichtigen Sie das Formular, wo es beanstandet wurde, und reichen Sie es erneut ein.',
  },
  customer: {
    what: 'auf eine Antwort an den Support',
    act: 'Beantworten Sie die Frage, die der Support gestellt hat.',
  },
  licenceHold: {
    what: 'auf die Verlängerung der Lizenz',
    act: 'Verlängern Sie die Lizenz, oder melden Sie, dass sie aktiv ist.',
  },
  eligibilityHold: {
    what: 'darauf, dass die Organisation die Voraussetzungen wieder erfüllt',
    act: 'Berichtigen Sie die Angaben zur Organisation.',
  },
}

const cutoffs: Wording['cutoffs'] = {
  newNumbersStartOff: {
    what: 'sind Textnachrichten für neue Rufnummern ausgeschaltet, bis diese registriert sind',
    act: 'Registrieren Sie Rufnummern, mit denen Texte gesendet werden sollen, bevor sie gebraucht werden.',
  },
  trialsStopQualifying: {
    what: 'genügen Testabonnements nicht mehr für Business Texting',
    act: 'Wandeln Sie das Testabonnement um, wenn die Organisation weiter Texte senden soll.',
  },
  lateStartWarning: {
    what: 'ist eine erst begonnene Registrierung womöglich nicht fertig, bevor nicht registrierte Rufnummern abgeschaltet werden',
    act: 'Beginnen Sie die Registrierung vorher.',
  },
  unregisteredSwitchedOff: {
    what: 'kann keine Rufnummer mehr Texte senden, die nicht registriert ist',
    act: 'Registrieren Sie die Rufnummern, mit denen weiter Texte gesendet werden sollen. Sind alle registriert, ist nichts zu tun.',
  },
}

const numbers = (count: number) => (count === 1 ? '1 Rufnummer' : `${count} Rufnummern`)

const acts: Readonly<Record<ContactAct, string>> = {
  customerAdmin: 'was die Administration der Organisation zu tun hat',
  partner: 'was ihr Partner zu tun hat',
  loaSigner: 'Vollmachten, die zu unterschreiben sind',
  desk: 'was der Support zu tun hat',
  operator: 'was die Betreiber des Dienstes zu tun haben',
}

export const german: Wording = {
  locale: 'de-DE',
  salutation: (name) => `Guten Tag ${name},`,
  signature: 'Clearline',
  footer: (organisation, orgId) =>
    `Sie erhalten diese Nachricht als Kontakt von ${organisation}. Wo alles steht: clearline status ${orgId}. Wer angeschrieben wird, kann Ihr Admin oder Partner ändern.`,
  waits,
  cutoffs,
  contact: ({ acts: all }, { organisation }) => ({
    subject: `Sie sind Kontakt von ${organisation} für Business Texting`,
    paragraphs: [
      `Von nun an werden Sie zu Business Texting von ${organisation} angeschrieben: ${all.map((act) => acts[act]).join('; ')}.`,
      'Sie werden erinnert, wo etwas auf Sie wartet, und erfahren, wenn es überfällig ist. Jetzt ist nichts zu tun.',
    ],
  }),
  wait: ({ mark, wait, process, processId, dueAt }, { organisation, when }) => {
    const { what, act } = waits[wait]
    const which = `${process === 'case' ? 'Supportfall' : 'Einführung'}: ${processId}`
    switch (mark) {
      case 'reminder':
        return {
          subject: `Erinnerung: ${organisation} wartet ${what}`,
          paragraphs: [`Business Texting von ${organisation} wartet ${what}. Sie sind am Zug.`, act, which],
        }
      case 'due':
        return {
          subject: `Überfällig: ${organisation} wartet ${what}`,
          paragraphs: [
            `Business Texting von ${organisation} wartet ${what}. Fällig war das bis ${when(dueAt)}.`,
            act,
            'Wenn das nicht möglich ist, sagen Sie Ihrem Partner oder dem Support, was im Weg steht.',
            which,
          ],
        }
      case 'escalation':
        return {
          subject: `Eskaliert: ${organisation} wartet noch immer ${what}`,
          paragraphs: [
            `Business Texting von ${organisation} wartet noch immer ${what}. Seit ${when(dueAt)} liegt das den Betreibern des Dienstes vor.`,
            act,
            which,
          ],
        }
    }
  },
  cutoffNotice: ({ cutoffId, days, instant }, { organisation, orgId, when }) => {
    const { what, act } = cutoffs[cutoffId]
    const left = days === 1 ? 'in 1 Tag' : `in ${days} Tagen`
    return {
      subject: `${organisation}: Business Texting ändert sich ${left}`,
      paragraphs: [
        `Ab ${when(instant)} ${what}. Das ist ${left}.`,
        act,
        `Welche Rufnummern und Benutzer das betrifft, mit einer Nachricht an sie: clearline contacts message ${orgId} ${cutoffId}.`,
      ],
    }
  },
  cutoffResult: ({ cutoffId, instant, counts }, { organisation, when }) => ({
    subject: `${organisation}: was sich bei Business Texting geändert hat`,
    paragraphs: [
      `Seit ${when(instant)} ${cutoffs[cutoffId].what}. So steht es nun um die Rufnummern von ${organisation}.`,
      `Abgeschaltet: ${counts.switchedOff}. Rechtzeitig registriert: ${counts.registered}. Vorerst ausgenommen: ${counts.exempt}. Nicht entschieden, weil eine Angabe fehlt: ${counts.unknown}.`,
      'Eine abgeschaltete Rufnummer kann wieder Texte senden, sobald sie registriert ist. Texte von ausgenommenen Rufnummern können die Netzbetreiber sperren.',
    ],
  }),
  reinstatement: ({ numbers: count, instant }, { organisation, when }) => ({
    subject: `${organisation}: ${numbers(count)} wieder freigeschaltet`,
    paragraphs: [
      `${numbers(count)} von ${organisation}, mit der Änderung vom ${when(instant)} abgeschaltet, ${count === 1 ? 'kann' : 'können'} wieder Texte senden.`,
      'Bitte sagen Sie den Benutzern, dass alles wieder geht wie zuvor.',
    ],
  }),
  toUsers: ({ when }) => ({
    before: {
      subject: 'Textnachrichten mit Ihrer geschäftlichen Rufnummer enden',
      paragraphs: [
        `Ab ${when} können Sie mit Ihrer geschäftlichen Rufnummer keine Textnachrichten mehr senden oder empfangen. Anrufe sind nicht betroffen.`,
        'Warum: Netzbetreiber in den USA und Kanada nehmen geschäftliche Texte nur noch von registrierten Rufnummern an, und Ihre ist noch nicht registriert.',
        'Wen Sie fragen können: die Administration unserer Telefonanlage. Sie erfahren, wenn Texte wieder möglich sind.',
      ],
    },
    after: {
      subject: 'Textnachrichten mit Ihrer geschäftlichen Rufnummer gehen wieder',
      paragraphs: [
        'Sie können mit Ihrer geschäftlichen Rufnummer wieder Textnachrichten senden und empfangen wie zuvor.',
        'Wen Sie fragen können, wenn es nicht geht: die Administration unserer Telefonanlage.',
      ],
    },
  }),
}
