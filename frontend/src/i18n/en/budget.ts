export const budget = {
  year: '{{year}}',
  free: 'Free',
  appropriated: 'Appropriated',
  reserved: 'Reserved',
  committed: 'Committed',
  invoiced: 'Invoiced',
  paid: 'Paid',
  pending: 'Signed here, not sent yet',
  codes: 'KPKVK {{kpkvk}} · KEKV {{kekv}}',
  share: '{{percent}} % used',
  empty: 'No money to be seen yet',
  emptyText:
    'Each fund of the year will stand here: what is appropriated, reserved, paid and free. It comes from the server with the first synchronisation.',
  guaranteedNote: 'Guaranteed money by the declared rule.',
  performanceNote: 'Money from verified effect.',
};
