import { ListFilter, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n';
import { Button } from './Button';
import { type Column, DataTable } from './DataTable';
import { SearchField } from './fields';
import { When } from './figures';
import { Empty, type ErrorLike, View } from './forms';
import { Page } from './Page';
import { type Tab, Tabs } from './Tabs';

/** A list of which windows are read; the shape of every paged answer. */
export interface ListLike<R> {
  first: {
    data: { total: number; asOf: string } | undefined;
    error: ErrorLike | null;
    refetch: () => unknown;
  };
  total: number;
  rowAt: (index: number) => R | undefined;
  onRange: (start: number, end: number) => void;
}

interface Props<R extends object, V extends string> {
  title: string;
  list: ListLike<R>;
  columns: readonly Column<R>[];
  rowId: (row: R) => string;
  onOpen: (row: R) => void;
  activeId?: string;
  /** The saved views, and the one that is looked at. */
  tabs?: readonly Tab<V>[];
  view?: V;
  onView?: (view: V) => void;
  search?: { label: string; value: string; onChange: (text: string) => void };
  /** Whether something hides rows, and what shows all again. */
  filtered: boolean;
  onAll: () => void;
  /** Whether this laptop has neither the data nor a link. */
  offline: boolean;
  empty: { icon: LucideIcon; title: string; text: string };
  actions?: ReactNode;
  pane?: ReactNode;
  /** Above and below the table. */
  above?: ReactNode;
  below?: ReactNode;
  dense?: boolean;
  selected?: ReadonlySet<string>;
  onSelect?: (row: R) => void;
  sorted?: string;
  onSort?: (order: string) => void;
}

/** The page of a list: saved views with counts, search, table, what is opened beside it, and its four other forms. */
export function ListPage<R extends object, V extends string>(p: Props<R, V>) {
  const { t } = useT();
  const asOf = p.list.first.data?.asOf;
  return (
    <Page
      title={p.title}
      note={
        asOf && (
          <>
            {t('frame.truth.data')} <When at={asOf} />
          </>
        )
      }
      search={
        p.search && (
          <SearchField
            label={p.search.label}
            value={p.search.value}
            onChange={p.search.onChange}
          />
        )
      }
      actions={p.actions}
      pane={p.pane}
    >
      {p.tabs && p.view !== undefined && (
        <Tabs
          label={p.title}
          value={p.view}
          tabs={p.tabs}
          onChange={v => p.onView?.(v)}
        />
      )}
      {p.above}
      <View
        of={p.list.first}
        offline={p.offline}
        empty={page =>
          page.total === 0 &&
          (p.filtered ? (
            <Empty
              icon={ListFilter}
              title={t('common.list.nothing')}
              action={<Button onPress={p.onAll}>{t('common.list.all')}</Button>}
            />
          ) : (
            <Empty icon={p.empty.icon} title={p.empty.title}>
              {p.empty.text}
            </Empty>
          ))
        }
      >
        {() => (
          <>
            <DataTable
              label={p.title}
              tall={!p.dense}
              columns={p.columns}
              total={p.list.total}
              rowAt={p.list.rowAt}
              rowId={p.rowId}
              onOpen={p.onOpen}
              onRange={p.list.onRange}
              {...(p.activeId === undefined ? {} : { activeId: p.activeId })}
              {...(p.selected ? { selected: p.selected } : {})}
              {...(p.onSelect ? { onSelect: p.onSelect } : {})}
              {...(p.sorted === undefined ? {} : { sorted: p.sorted })}
              {...(p.onSort ? { onSort: p.onSort } : {})}
            />
            {p.below}
          </>
        )}
      </View>
    </Page>
  );
}
