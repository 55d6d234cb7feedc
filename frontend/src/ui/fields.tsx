import { parseDate } from '@internationalized/date';
import {
  Calendar as CalendarIcon,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  Minus,
  Plus,
  Search,
  X,
} from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import * as A from 'react-aria-components';
import { useT } from '../i18n';
import { cx } from '../lib/cx';

export const box =
  'min-h-8 w-full min-w-0 rounded border border-line-strong/60 bg-surface px-2.5 text-ink placeholder:text-ink-3 hover:border-line-strong focus:border-accent data-invalid:border-alarm disabled:text-ink-3 disabled:bg-sunken';

interface Common {
  label: string;
  /** The label is read out but not drawn. */
  bare?: boolean;
  help?: ReactNode;
  error?: string | undefined;
  className?: string;
}

const labelClass = 'text-ink-2 text-sm font-medium';

function Under({ help, error }: { help?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {help && (
        <A.Text slot="description" className="text-ink-3 text-xs">
          {help}
        </A.Text>
      )}
      {error && <p className="text-alarm text-sm">{error}</p>}
    </>
  );
}

interface TextProps extends Common {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password' | 'url';
  lines?: number;
  autoFocus?: boolean;
  disabled?: boolean;
  required?: boolean;
  placeholder?: string;
  autoComplete?: string;
  mono?: boolean;
  onBlur?: () => void;
}

/** A line of text, or several with `lines`. */
export function TextField(p: TextProps) {
  return (
    <A.TextField
      validationBehavior="aria"
      value={p.value}
      onChange={p.onChange}
      {...(p.onBlur ? { onBlur: p.onBlur } : {})}
      type={p.type ?? 'text'}
      isInvalid={p.error !== undefined}
      isDisabled={p.disabled ?? false}
      isRequired={p.required ?? false}
      autoFocus={p.autoFocus ?? false}
      autoComplete={p.autoComplete ?? 'off'}
      {...(p.bare ? { 'aria-label': p.label } : {})}
      className={cx('flex min-w-0 flex-col gap-1', p.className)}
    >
      {!p.bare && <A.Label className={labelClass}>{p.label}</A.Label>}
      {p.lines ? (
        <A.TextArea
          rows={p.lines}
          placeholder={p.placeholder ?? ''}
          className={cx(box, 'resize-none py-1.5')}
        />
      ) : (
        <A.Input
          placeholder={p.placeholder ?? ''}
          spellCheck={false}
          className={cx(box, p.mono && 'font-mono')}
        />
      )}
      <Under help={p.help} error={p.error} />
    </A.TextField>
  );
}

/** Search as one types; Esc empties it first. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  inputRef,
  className,
}: {
  label: string;
  value: string;
  onChange: (v: string) => void;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}) {
  const { t } = useT();
  return (
    <A.SearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className={cx('group relative flex min-w-0 items-center', className)}
    >
      <Search
        aria-hidden
        className="pointer-events-none absolute left-2.5 size-4 text-ink-3"
      />
      <A.Input
        {...(inputRef ? { ref: inputRef } : {})}
        data-search
        placeholder={placeholder ?? label}
        spellCheck={false}
        className={cx(box, 'ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      <A.Button
        aria-label={t('common.clear')}
        className="absolute right-1 inline-flex size-6 items-center justify-center rounded text-ink-3 hover:bg-hover hover:text-ink group-data-empty:invisible"
      >
        <X aria-hidden className="size-4" />
      </A.Button>
    </A.SearchField>
  );
}

interface NumberProps extends Common {
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
  disabled?: boolean;
  /** Smaller, without its steppers: for ranges. */
  slim?: boolean;
  placeholder?: string;
}

/** A whole number with steppers; accepts the spaces and signs people type. */
export function NumberField(p: NumberProps) {
  const { t } = useT();
  const stepper =
    'inline-flex w-8 shrink-0 items-center justify-center text-ink-2 hover:bg-hover disabled:text-ink-3 disabled:opacity-50';
  return (
    <A.NumberField
      validationBehavior="aria"
      value={p.value}
      onChange={p.onChange}
      minValue={p.min ?? 0}
      {...(p.max === undefined ? {} : { maxValue: p.max })}
      {...(p.step === undefined ? {} : { step: p.step })}
      isDisabled={p.disabled ?? false}
      isInvalid={p.error !== undefined}
      {...(p.bare ? { 'aria-label': p.label } : {})}
      className={cx('flex min-w-0 flex-col gap-1', p.className)}
    >
      {!p.bare && <A.Label className={labelClass}>{p.label}</A.Label>}
      <A.Group
        className={cx(
          'flex min-h-8 min-w-0 overflow-hidden rounded border border-line-strong/60 bg-surface focus-within:border-accent hover:border-line-strong',
          p.error !== undefined && 'border-alarm',
        )}
      >
        {!p.slim && (
          <A.Button
            slot="decrement"
            aria-label={t('common.decrease')}
            className={stepper}
          >
            <Minus aria-hidden className="size-3.5" />
          </A.Button>
        )}
        <A.Input
          placeholder={p.placeholder ?? ''}
          className={cx(
            'num min-w-0 flex-1 bg-transparent px-1 text-center text-ink outline-none placeholder:text-ink-3',
            !p.slim && 'border-line border-x',
          )}
        />
        {!p.slim && (
          <A.Button
            slot="increment"
            aria-label={t('common.increase')}
            className={stepper}
          >
            <Plus aria-hidden className="size-3.5" />
          </A.Button>
        )}
      </A.Group>
      <Under help={p.help} error={p.error} />
    </A.NumberField>
  );
}

export interface Option<K extends string = string> {
  key: K;
  text: string;
  note?: ReactNode;
}

interface SelectProps<K extends string> extends Common {
  value: K | '';
  options: readonly Option<K>[];
  onChange: (key: K) => void;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** One of a few; the list opens with Enter, letters jump. */
export function Select<K extends string>(p: SelectProps<K>) {
  const { t } = useT();
  return (
    <A.Select
      validationBehavior="aria"
      value={p.value === '' ? null : p.value}
      onChange={k => {
        const hit = p.options.find(o => o.key === k);
        if (hit) p.onChange(hit.key);
      }}
      isDisabled={p.disabled ?? false}
      isInvalid={p.error !== undefined}
      placeholder={t('common.choose')}
      autoFocus={p.autoFocus ?? false}
      {...(p.bare ? { 'aria-label': p.label } : {})}
      className={cx('flex min-w-0 flex-col gap-1 outline-none', p.className)}
    >
      {!p.bare && <A.Label className={labelClass}>{p.label}</A.Label>}
      <A.Button className={cx(box, 'flex items-center justify-between gap-2 text-start')}>
        <A.SelectValue className="min-w-0 truncate data-placeholder:text-ink-3">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </A.SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
      </A.Button>
      <Under help={p.help} error={p.error} />
      <A.Popover className="min-w-(--trigger-width) max-w-md overflow-auto rounded border border-line bg-surface p-1 shadow-pane">
        <A.ListBox
          items={p.options.map(o => ({ ...o, id: o.key }))}
          className="outline-none"
        >
          {o => (
            <A.ListBoxItem
              textValue={o.text}
              className="group flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 outline-none focus:bg-hover"
            >
              <Check
                aria-hidden
                className="invisible size-4 shrink-0 text-accent group-data-selected:visible"
              />
              <span className="min-w-0">
                {o.text}
                {o.note && <span className="block text-ink-3 text-xs">{o.note}</span>}
              </span>
            </A.ListBoxItem>
          )}
        </A.ListBox>
      </A.Popover>
    </A.Select>
  );
}

/** One of two to five, all in sight. */
export function Segmented<K extends string>(p: {
  label: string;
  value: K;
  options: readonly (Option<K> & { icon?: ReactNode })[];
  onChange: (key: K) => void;
  bare?: boolean;
  disabled?: boolean;
  /** Takes the whole width, in smaller letters. */
  fill?: boolean;
  className?: string;
}) {
  return (
    <A.RadioGroup
      value={p.value}
      onChange={k => p.onChange(k as K)}
      isDisabled={p.disabled ?? false}
      orientation="horizontal"
      {...(p.bare ? { 'aria-label': p.label } : {})}
      className={cx('flex min-w-0 flex-col gap-1', p.className)}
    >
      {!p.bare && <A.Label className={labelClass}>{p.label}</A.Label>}
      <div
        className={cx(
          'flex max-w-full flex-wrap gap-px overflow-hidden rounded border border-line-strong/60 bg-line',
          p.fill ? 'w-full text-sm' : 'w-fit',
        )}
      >
        {p.options.map(o => (
          <A.Radio
            key={o.key}
            value={o.key}
            className={cx(
              p.fill ? 'px-1.5' : 'px-2.5',
              'flex min-h-[1.875rem] flex-1 items-center justify-center gap-1.5 whitespace-nowrap bg-surface text-ink-2 hover:bg-hover data-selected:bg-accent-soft data-selected:font-medium data-selected:text-accent data-focus-visible:outline-2 data-focus-visible:-outline-offset-2',
            )}
          >
            {o.icon}
            {o.text}
          </A.Radio>
        ))}
      </div>
    </A.RadioGroup>
  );
}

/** A choice that is on or off. */
export function Checkbox(p: {
  label: ReactNode;
  value: boolean;
  onChange: (on: boolean) => void;
  note?: ReactNode;
  disabled?: boolean;
  bare?: string;
  className?: string;
}) {
  return (
    <A.Checkbox
      isSelected={p.value}
      onChange={p.onChange}
      isDisabled={p.disabled ?? false}
      {...(p.bare ? { 'aria-label': p.bare } : {})}
      className={cx(
        'group flex min-h-6 items-center gap-2 text-ink data-disabled:text-ink-3',
        p.className,
      )}
    >
      <span className="flex size-4 shrink-0 items-center justify-center rounded-[3px] border border-line-strong bg-surface group-data-selected:border-accent group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-1">
        <Check
          aria-hidden
          strokeWidth={3}
          className="invisible size-3 text-accent-ink group-data-selected:visible"
        />
      </span>
      {p.label && <span className="min-w-0 flex-1">{p.label}</span>}
      {p.note !== undefined && <span className="num text-ink-3 text-sm">{p.note}</span>}
    </A.Checkbox>
  );
}

/** A calendar day, typed or picked; "2026-12-01" or "" in and out. */
export function DateField(
  p: Common & {
    value: string;
    onChange: (iso: string) => void;
    /** The first and the last day that can be picked. */
    min?: string;
    max?: string;
  },
) {
  return (
    <A.DatePicker
      validationBehavior="aria"
      value={p.value ? parseDate(p.value) : null}
      onChange={d => p.onChange(d ? d.toString() : '')}
      {...(p.min ? { minValue: parseDate(p.min) } : {})}
      {...(p.max ? { maxValue: parseDate(p.max) } : {})}
      isInvalid={p.error !== undefined}
      shouldForceLeadingZeros
      {...(p.bare ? { 'aria-label': p.label } : {})}
      className={cx('flex min-w-0 flex-col gap-1', p.className)}
    >
      {!p.bare && <A.Label className={labelClass}>{p.label}</A.Label>}
      <A.Group className={cx(box, 'flex items-center pe-0.5 focus-within:border-accent')}>
        <A.DateInput className="num flex min-w-0 flex-1 items-center">
          {segment => (
            <A.DateSegment
              segment={segment}
              className="rounded-sm px-px outline-none focus:bg-accent focus:text-accent-ink data-placeholder:text-ink-3 focus:data-placeholder:text-accent-ink"
            />
          )}
        </A.DateInput>
        <A.Button className="inline-flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-2 hover:bg-hover">
          <CalendarIcon aria-hidden className="size-4" />
        </A.Button>
      </A.Group>
      <Under help={p.help} error={p.error} />
      <A.Popover className="rounded border border-line bg-surface p-3 shadow-pane">
        <A.Dialog className="outline-none">
          <A.Calendar>
            <header className="flex items-center gap-1 pb-2">
              <A.Button
                slot="previous"
                className="inline-flex size-8 items-center justify-center rounded hover:bg-hover"
              >
                <ChevronLeft aria-hidden className="size-4" />
              </A.Button>
              <A.CalendarHeading className="flex-1 text-center font-medium" />
              <A.Button
                slot="next"
                className="inline-flex size-8 items-center justify-center rounded hover:bg-hover"
              >
                <ChevronRight aria-hidden className="size-4" />
              </A.Button>
            </header>
            <A.CalendarGrid className="num">
              <A.CalendarGridHeader>
                {d => (
                  <A.CalendarHeaderCell className="font-normal text-ink-3 text-xs">
                    {d}
                  </A.CalendarHeaderCell>
                )}
              </A.CalendarGridHeader>
              <A.CalendarGridBody>
                {date => (
                  <A.CalendarCell
                    date={date}
                    className="flex size-8 items-center justify-center rounded hover:bg-hover data-outside-month:hidden data-disabled:text-ink-3 data-disabled:opacity-50 data-selected:bg-accent data-selected:text-accent-ink data-focus-visible:outline-2 data-focus-visible:outline-accent"
                  />
                )}
              </A.CalendarGridBody>
            </A.CalendarGrid>
          </A.Calendar>
        </A.Dialog>
      </A.Popover>
    </A.DatePicker>
  );
}
