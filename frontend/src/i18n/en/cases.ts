export const cases = {
  search: 'Number, unit, person or device',
  states: { open: 'Open', closed: 'Closed', all: 'All' },
  kinds: 'Kind of case',
  anyKind: 'All kinds',
  kind: {
    stock_gone: 'Stock ran out',
    budget_gone: 'Money ran out',
    price_changed: 'Price or terms changed',
    item_withdrawn: 'Item withdrawn',
    revision_race: 'Two revisions at once',
    approval_race: 'Decision on another revision',
    two_drafts: 'Two drafts',
    device_gap: 'Gap in the commands',
    device_fork: 'Two devices under one number',
    clock_skew: 'Clock is off',
    revoked_signer: 'Key revoked',
    tamper: 'Content replaced',
    scope_lost: 'Access lost',
    unparsable: 'Unreadable document',
    rule: 'A rule was broken',
  },
  rule: {
    stock_gone:
      'While the order was on its way others took the free stock: the server never reserves more than there is.',
    budget_gone:
      'The fund does not cover the order: no order is taken without free money.',
    price_changed:
      'The unit signed one price and terms and others are in force now: nobody changes a price for the author.',
    item_withdrawn:
      'The item or offer was withdrawn after the unit saw it: what is withdrawn is not ordered.',
    revision_race:
      'Two revisions replaced the same one; the one that came first stands, and what is signed is never merged.',
    approval_race:
      'The decision names content the order no longer has, or somebody decided before: a decision covers only what was on screen.',
    two_drafts:
      'One draft was changed on two laptops of the unit; both are kept, the author chooses.',
    device_gap: 'Earlier commands of the device are missing: they apply only in order.',
    device_fork:
      'The device signed two different commands with one number: this happens after a laptop was cloned or restored from a copy.',
    clock_skew:
      'The device’s clock is more than five minutes off the server’s; the order of commands does not depend on it.',
    revoked_signer:
      'The key of the signer or device was revoked or never enrolled: such a signature has no force.',
    tamper:
      'Other content came under a known number, or the signature does not fit the document: it is not applied.',
    scope_lost:
      'The person may no longer act for this unit; what was not sent is kept in quarantine.',
    unparsable: 'The document cannot be read by its format; its bytes are kept whole.',
    rule: 'What was signed breaks the rule named below.',
  },
  age: 'Waiting',
  opened: 'Opened',
  who: 'Who waits',
  device: 'Device',
  order: 'Order',
  what: 'Case',
  nobody: 'Author not established',
  closedAs: {
    superseded: 'The author signed a new revision',
    cancelled: 'The author cancelled the order',
    resolved: 'The cause went away',
  },
  open: 'Open',
  closed: 'Closed',
  empty: 'No cases',
  emptyText:
    'Everything signed that the server could not apply will be here, and devices that behave oddly. Nothing is lost or skipped in silence.',
  nothing: 'No cases fit this',
  nothingText: 'Change the kind, the state or the search.',
  showAll: 'Show all',
  back: 'To the list of cases',
  title: 'Case',
  ruleTitle: 'The rule',
  noReasons: 'The server named no reasons.',
  versions: 'What was signed and what stands',
  signed: 'Signed on the device',
  standing: 'Stands at the server',
  noStanding: 'The server has no such order: nothing of what was signed was applied.',
  noSigned: 'What was signed could not be read; its bytes are kept.',
  noVersions: 'This case is about a device, not a document: there is nothing to compare.',
  same: 'The content is the same.',
  differs: 'differs',
  absent: 'none',
  differences_one: '{{count}} difference',
  differences_other: '{{count}} differences',
  revision: 'Revision',
  evidence: 'Evidence',
  command: 'Command',
  commands: {
    order: {
      submit: 'submission of an order',
      approve: 'approval',
      return: 'return to the unit',
      reject: 'rejection',
      cancel: 'cancellation',
    },
  },
  claimed: 'Signed by the device’s clock',
  received: 'Received by the server',
  hash: 'Fingerprint of what was signed (SHA-256)',
  copyHash: 'Copy the fingerprint',
  nextTitle: 'What happens next',
  nextAuthor:
    'Remove the cause and sign a new revision, or cancel the order: the case closes by itself when the server has it.',
  nextDesk:
    'Nobody changes here what was signed. Its author closes the case: by signing a new revision or cancelling the order. You can call them and explain the reason.',
  nextAgency:
    'The case is closed by its author: a new revision, a cancellation or a new decision on what stands.',
  nextDevice:
    'There is nothing to decide here: the case closes by itself when the device sends what is missing or its clock is set right. A cloned device must be withdrawn and enrolled anew.',
  nextClosed: 'The case is closed, there is nothing to do.',
  toOrder: 'To the order',
  mend: 'To the order: remove the cause',
  parkedCase: 'Open the case',
};
