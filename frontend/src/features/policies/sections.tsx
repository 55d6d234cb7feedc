import type { ReactNode } from 'react';
import type { PolicyStep, PolicyView } from '../../api';
import { codeText, useT } from '../../i18n';
import { count, money, percent } from '../../lib/format';
import { Checkbox, NumberField, Select, TextField } from '../../ui/fields';
import { MoneyField } from '../../ui/MoneyField';
import { Roles, Steps } from './Sequence';

/** One figure or list of the policies: how it reads, how it is written, what of it changed. */
export interface Part {
  key: string;
  title: string;
  note?: string;
  /** A line of text for each row; what a difference is found by. */
  lines: (p: PolicyView) => string[];
  columns: readonly Column[];
  rows: (p: PolicyView) => readonly Row[];
  /** Adds a row; absent where rows are fixed. */
  add?: (p: PolicyView) => PolicyView;
}

export interface Column {
  name: string;
  end?: boolean;
}

/** A row as text and as fields; `remove` where rows may go. */
export interface Row {
  texts: string[];
  fields: (set: (p: PolicyView) => void) => ReactNode[];
  remove?: () => PolicyView;
}

interface Col<R> {
  name: string;
  end?: boolean;
  text: (r: R) => string;
  field: (r: R, set: (r: R) => void) => ReactNode;
}

type Lists = {
  [K in keyof PolicyView]: PolicyView[K] extends readonly object[] ? K : never;
}[keyof PolicyView];

/** A list of the policies from its columns. */
function list<K extends Lists, R extends object = PolicyView[K][number]>(
  key: K,
  title: string,
  cols: readonly Col<R>[],
  more: { blank?: R; note?: string } = {},
): Part {
  const rowsOf = (p: PolicyView): readonly R[] => p[key] as unknown as readonly R[];
  const withRows = (p: PolicyView, rows: readonly R[]): PolicyView => ({
    ...p,
    [key]: rows,
  });
  return {
    key,
    title,
    ...(more.note ? { note: more.note } : {}),
    columns: cols.map(c => ({ name: c.name, end: c.end ?? false })),
    lines: p => rowsOf(p).map(r => cols.map(c => c.text(r)).join(' · ')),
    rows: p =>
      rowsOf(p).map((r, i) => ({
        texts: cols.map(c => c.text(r)),
        fields: set =>
          cols.map(c =>
            c.field(r, next =>
              set(
                withRows(
                  p,
                  rowsOf(p).map((old, n) => (n === i ? next : old)),
                ),
              ),
            ),
          ),
        ...(more.blank
          ? {
              remove: () =>
                withRows(
                  p,
                  rowsOf(p).filter((_, n) => n !== i),
                ),
            }
          : {}),
      })),
    ...(more.blank
      ? { add: (p: PolicyView) => withRows(p, [...rowsOf(p), more.blank as R]) }
      : {}),
  };
}

/** Single figures, one a row: name, then the figure. */
function figures(
  key: string,
  title: string,
  rows: readonly {
    name: string;
    text: (p: PolicyView) => string;
    field: (p: PolicyView, set: (p: PolicyView) => void) => ReactNode;
  }[],
): Part {
  return {
    key,
    title,
    columns: [],
    lines: p => rows.map(r => `${r.name}: ${r.text(p)}`),
    rows: p =>
      rows.map(r => ({
        texts: [r.name, r.text(p)],
        fields: set => [r.name, r.field(p, set)],
      })),
  };
}

const any = 'any';
const verdicts = ['pass', 'warn', 'stop'] as const;
const adapters = ['folder', 'https', 'x_road'] as const;
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The categories by key with the name to show. */
export type Categories = ReadonlyMap<string, string>;

/** All parts of the policies, in the sequence in which an order meets them. */
export function useParts(categories: Categories): Part[] {
  const { t, lang } = useT();
  const number = (
    label: string,
    value: number,
    onChange: (n: number) => void,
    max: number,
    min = 0,
    unit = '',
  ) => (
    <span className="flex items-center gap-1.5">
      <NumberField
        bare
        slim
        className="w-24"
        label={label}
        value={value}
        min={min}
        max={max}
        onChange={n => Number.isFinite(n) && onChange(n)}
      />
      {unit && <span className="text-ink-3">{unit}</span>}
    </span>
  );
  const sum = (label: string, value: number, onChange: (n: number) => void) => (
    <MoneyField
      bare
      className="w-44"
      label={label}
      value={value}
      min={0}
      onChange={n => Number.isFinite(n) && onChange(n)}
    />
  );
  const choice = <K extends string>(
    label: string,
    value: string,
    keys: readonly K[],
    text: (k: K) => string,
    onChange: (k: K) => void,
  ) => (
    <Select
      bare
      className="min-w-36 max-w-80"
      label={label}
      value={value as K}
      options={keys.map(key => ({ key, text: text(key) }))}
      onChange={onChange}
    />
  );
  const categoryText = (key: string, none: string) =>
    key === '' ? none : (categories.get(key) ?? key);
  const category = (
    value: string,
    none: string,
    onChange: (key: string) => void,
  ): ReactNode =>
    choice(
      t('policies.category'),
      value || any,
      [any, ...categories.keys()],
      k => (k === any ? none : categoryText(k, none)),
      k => onChange(k === any ? '' : k),
    );
  const share = (hundredths: number) => percent(hundredths, lang);
  const bps = (label: string, value: number, onChange: (n: number) => void): ReactNode =>
    number(label, value / 100, n => onChange(Math.round(n * 100)), 100, 0, '%');
  const role = (r: string) => codeText('state.role', r);
  const steps = (list: readonly PolicyStep[]) =>
    list
      .map(s => (s.count > 1 ? `${role(s.role)} × ${s.count}` : role(s.role)))
      .join(' → ');
  const c = {
    check: t('policies.columns.check'),
    verdict: t('policies.columns.verdict'),
    limit: t('policies.columns.limit'),
    from: t('policies.columns.from'),
    roles: t('policies.columns.roles'),
    name: t('policies.columns.name'),
    fund: t('policies.columns.fund'),
    steps: t('policies.columns.steps'),
    mode: t('policies.columns.mode'),
    cutOff: t('policies.columns.cutOff'),
    posture: t('policies.columns.posture'),
    urgency: t('policies.columns.urgency'),
    tier: t('policies.columns.tier'),
    amount: t('policies.columns.amount'),
    body: t('policies.columns.body'),
    adapter: t('policies.columns.adapter'),
    awaits: t('policies.columns.awaits'),
    category: t('policies.category'),
    floor: t('rounds.floor'),
    floorShare: t('rounds.floorShare'),
  };
  const limits: Record<string, (n: number) => string> = {
    order_duplicate: n => t('common.span.d', { n }),
    order_look_alike: n => t('common.span.d', { n }),
    budget_share_high: share,
  };
  return [
    list(
      'checks',
      t('policies.parts.checks'),
      [
        {
          name: c.check,
          text: r => codeText('policies.checks', r.code),
          field: r => codeText('policies.checks', r.code),
        },
        {
          name: c.verdict,
          text: r => codeText('policies.verdicts', r.verdict),
          field: (r, set) =>
            choice(
              c.verdict,
              r.verdict,
              verdicts,
              k => t(`policies.verdicts.${k}`),
              verdict => set({ ...r, verdict }),
            ),
        },
        {
          name: c.limit,
          end: true,
          text: r => limits[r.code]?.(r.limit) ?? t('common.none'),
          field: (r, set) =>
            limits[r.code]
              ? r.code === 'budget_share_high'
                ? bps(c.limit, r.limit, limit => set({ ...r, limit }))
                : number(c.limit, r.limit, limit => set({ ...r, limit }), 365, 1)
              : t('common.none'),
        },
      ],
      { note: t('policies.notes.checks') },
    ),
    list(
      'signing',
      t('policies.parts.signing'),
      [
        {
          name: c.from,
          end: true,
          text: r => money(r.from, lang),
          field: (r, set) => sum(c.from, r.from, from => set({ ...r, from })),
        },
        {
          name: c.roles,
          text: r => r.roles.map(role).join(' → '),
          field: (r, set) => (
            <Roles
              roles={r.roles}
              of={['signatory', 'acceptance_signer', 'receiver']}
              onChange={roles => set({ ...r, roles })}
            />
          ),
        },
      ],
      { blank: { from: 0, roles: ['signatory'] } },
    ),
    list(
      'approval',
      t('policies.parts.approval'),
      [
        {
          name: c.name,
          text: r => r.name || t('common.none'),
          field: (r, set) => (
            <TextField
              bare
              label={c.name}
              value={r.name}
              onChange={name => set({ ...r, name })}
            />
          ),
        },
        {
          name: c.from,
          end: true,
          text: r => money(r.from, lang),
          field: (r, set) => sum(c.from, r.from, from => set({ ...r, from })),
        },
        {
          name: c.category,
          text: r => categoryText(r.category, t('policies.any')),
          field: (r, set) =>
            category(r.category, t('policies.any'), k => set({ ...r, category: k })),
        },
        {
          name: c.fund,
          text: r => (r.fund ? codeText('state.fund', r.fund) : t('policies.any')),
          field: (r, set) =>
            choice(
              c.fund,
              r.fund || any,
              [any, 'guaranteed', 'performance'] as const,
              k => (k === any ? t('policies.any') : codeText('state.fund', k)),
              k => set({ ...r, fund: k === any ? '' : k }),
            ),
        },
        {
          name: c.steps,
          text: r => steps(r.steps),
          field: (r, set) => (
            <Steps steps={r.steps} onChange={next => set({ ...r, steps: next })} />
          ),
        },
      ],
      {
        blank: {
          name: '',
          from: 0,
          category: '',
          fund: '',
          steps: [{ role: 'approver', count: 1 }],
        },
        note: t('policies.notes.approval'),
      },
    ),
    list(
      'allocation',
      t('policies.parts.allocation'),
      [
        {
          name: c.category,
          text: r => categoryText(r.category, t('policies.others')),
          field: (r, set) =>
            category(r.category, t('policies.others'), k => set({ ...r, category: k })),
        },
        {
          name: c.mode,
          text: r => codeText('policies.modes', r.mode),
          field: (r, set) =>
            choice(
              c.mode,
              r.mode,
              ['first_come', 'rounds'] as const,
              k => t(`policies.modes.${k}`),
              mode => set({ ...r, mode }),
            ),
        },
        {
          name: c.cutOff,
          end: true,
          text: r => (r.mode === 'rounds' ? clock(r.cutOff) : t('common.none')),
          field: (r, set) =>
            number(
              t('policies.cutOffHour'),
              Math.floor(r.cutOff / 60),
              h => set({ ...r, cutOff: h * 60 }),
              23,
            ),
        },
        {
          name: c.floor,
          end: true,
          text: r => count(r.floor),
          field: (r, set) =>
            number(c.floor, r.floor, floor => set({ ...r, floor }), 1_000_000),
        },
        {
          name: c.floorShare,
          end: true,
          text: r => share(r.floorShare),
          field: (r, set) =>
            bps(c.floorShare, r.floorShare, floorShare => set({ ...r, floorShare })),
        },
      ],
      { blank: { category: '', mode: 'rounds', cutOff: 1080, floor: 0, floorShare: 0 } },
    ),
    list('tiers', t('policies.parts.tiers'), [
      {
        name: c.posture,
        text: r => codeText('state.posture', r.posture),
        field: r => codeText('state.posture', r.posture),
      },
      {
        name: c.urgency,
        text: r => codeText('state.urgency', r.urgency),
        field: r => codeText('state.urgency', r.urgency),
      },
      {
        name: c.tier,
        end: true,
        text: r => String(r.tier),
        field: (r, set) =>
          number(
            `${c.tier}: ${codeText('state.posture', r.posture)}, ${codeText('state.urgency', r.urgency)}`,
            r.tier,
            tier => set({ ...r, tier }),
            9,
            1,
          ),
      },
    ]),
    list(
      'guaranteed',
      t('policies.parts.guaranteed'),
      [
        {
          name: c.posture,
          text: r => codeText('state.posture', r.posture),
          field: (r, set) =>
            choice(
              c.posture,
              r.posture,
              ['engaged', 'forming', 'training', 'in_reserve'] as const,
              k => t(`state.posture.${k}`),
              posture => set({ ...r, posture }),
            ),
        },
        {
          name: c.amount,
          end: true,
          text: r => money(r.amount, lang),
          field: (r, set) => sum(c.amount, r.amount, amount => set({ ...r, amount })),
        },
      ],
      { blank: { posture: 'engaged', amount: 0 } },
    ),
    list(
      'forward',
      t('policies.parts.forward'),
      [
        {
          name: c.body,
          text: r => r.body,
          field: (r, set) => (
            <TextField
              bare
              label={c.body}
              value={r.body}
              onChange={body => set({ ...r, body })}
            />
          ),
        },
        {
          name: c.adapter,
          text: r => codeText('registry.adapters', r.adapter),
          field: (r, set) =>
            choice(
              c.adapter,
              r.adapter,
              adapters,
              k => t(`registry.adapters.${k}`),
              adapter => set({ ...r, adapter }),
            ),
        },
        {
          name: c.from,
          end: true,
          text: r => money(r.from, lang),
          field: (r, set) => sum(c.from, r.from, from => set({ ...r, from })),
        },
        {
          name: c.awaits,
          text: r => (r.awaits ? t('common.yes') : t('common.no')),
          field: (r, set) => (
            <Checkbox
              bare={`${c.awaits}: ${r.body}`}
              label=""
              value={r.awaits}
              onChange={awaits => set({ ...r, awaits })}
            />
          ),
        },
      ],
      { blank: { body: '', adapter: 'folder', from: 0, awaits: false } },
    ),
    figures('figures', t('policies.parts.figures'), [
      {
        name: t('policies.figures.holdDays'),
        text: p => t('common.span.d', { n: p.holdDays }),
        field: (p, set) =>
          number(
            t('policies.figures.holdDays'),
            p.holdDays,
            holdDays => set({ ...p, holdDays }),
            365,
            1,
          ),
      },
      {
        name: t('policies.figures.takeMinutes'),
        text: p => t('common.span.min', { n: p.takeMinutes }),
        field: (p, set) =>
          number(
            t('policies.figures.takeMinutes'),
            p.takeMinutes,
            takeMinutes => set({ ...p, takeMinutes }),
            1440,
            1,
          ),
      },
      {
        name: t('policies.figures.acceptance'),
        text: p => p.acceptance.map(role).join(' → '),
        field: (p, set) => (
          <Roles
            roles={p.acceptance}
            of={['receiver', 'acceptance_signer', 'signatory']}
            onChange={acceptance => set({ ...p, acceptance })}
          />
        ),
      },
      {
        name: t('policies.figures.yearEnd'),
        text: p => codeText('policies.yearEnds', p.yearEnd),
        field: (p, set) =>
          choice(
            t('policies.figures.yearEnd'),
            p.yearEnd,
            ['carry_over', 'give_back'] as const,
            k => t(`policies.yearEnds.${k}`),
            yearEnd => set({ ...p, yearEnd }),
          ),
      },
      {
        name: t('policies.figures.perDay'),
        text: p => share(p.perDay),
        field: (p, set) =>
          bps(t('policies.figures.perDay'), p.perDay, perDay => set({ ...p, perDay })),
      },
      {
        name: t('policies.figures.most'),
        text: p => share(p.most),
        field: (p, set) =>
          bps(t('policies.figures.most'), p.most, most => set({ ...p, most })),
      },
      {
        name: t('policies.figures.graceDays'),
        text: p => t('common.span.d', { n: p.graceDays }),
        field: (p, set) =>
          number(
            t('policies.figures.graceDays'),
            p.graceDays,
            graceDays => set({ ...p, graceDays }),
            365,
          ),
      },
    ]),
  ];
}
