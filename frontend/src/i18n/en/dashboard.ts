export const dashboard = {
  empty: 'There are no figures yet',
  emptyText:
    'How many days an order takes will be here, what holds it up, what was spent and how much comes on time. It is computed from the data of this laptop.',
  before: '{{value}} before',
  stages: {
    title: 'Time in each state over the last 90 days',
    state: 'State',
    turn: 'Whose time',
    median: 'Usually',
    slow: 'One in ten longer than',
    count: 'Orders',
  },
  figures: {
    cycle_time: 'From signature to acceptance',
    open_orders: 'Open orders',
    waiting_on_us: 'Waiting on us',
    back_orders: 'Waiting for a round, pcs',
    on_time: 'Delivered on time',
    spent: 'Paid this year',
    free: 'Free money',
    payable: 'Can be paid',
    open_claims: 'Open claims',
  },
  series: {
    fulfilment: 'Days from signature to acceptance: promised and real',
    spending: 'Paid by fund',
  },
  lines: {
    real: 'Real',
    promised: 'Promised',
    guaranteed: 'Guaranteed fund',
    performance: 'Performance fund',
  },
  shares: {
    spending_by_fund: 'Paid by fund',
    return_reasons: 'Why orders are returned',
    stock: 'Free stock by category',
  },
};
