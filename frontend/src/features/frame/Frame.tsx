import {
  CloudOff,
  Command,
  Keyboard,
  Lock,
  type LucideIcon,
  RefreshCw,
  Search,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  type StateView,
  useDismissNotices,
  useLock,
  useSync,
  useSyncNow,
  useWorkOffline,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { type Action, useActions } from '../../lib/actions';
import { cx } from '../../lib/cx';
import { Button, IconButton } from '../../ui/Button';
import { Reasons } from '../../ui/Reasons';
import { Toasts } from '../../ui/Toasts';
import { Palette } from './Palette';
import { ShortcutsSheet } from './ShortcutsSheet';
import { TruthLine } from './TruthLine';

/** A page of the zone as the frame lists it. */
export interface FramePage {
  path: string;
  label: string;
  icon: LucideIcon;
  /** A small count beside the name: lines in the cart, orders that wait for us. */
  count?: number;
  urgent?: boolean;
}

interface Props {
  state: StateView;
  pages: readonly FramePage[];
  here: string;
  onGo: (path: string) => void;
  logPath: string;
  children: ReactNode;
}

/** The one frame of every zone. */
export function Frame({ state, pages, here, onGo, logPath, children }: Props) {
  const { t } = useT();
  const sync = useSync().data;
  const lock = useLock();
  const syncNow = useSyncNow();
  const workOffline = useWorkOffline();
  const dismiss = useDismissNotices();
  const [sheet, setSheet] = useState<'' | 'palette' | 'shortcuts'>('');
  const closed = () => setSheet('');
  useActions([
    ...pages.map(
      (p, i): Action => ({
        id: `go.${p.path}`,
        label: p.label,
        group: t('frame.groups.go'),
        icon: p.icon,
        run: () => onGo(p.path),
        ...(i < 9 ? { keys: `Alt+Digit${i + 1}` } : {}),
      }),
    ),
    general(
      'frame.palette',
      t('frame.actions.palette'),
      Command,
      () => setSheet('palette'),
      '$mod+KeyK',
    ),
    general(
      'frame.shortcuts',
      t('frame.actions.shortcuts'),
      Keyboard,
      () => setSheet('shortcuts'),
      'Shift+Slash | Shift+?',
    ),
    general('frame.search', t('frame.actions.search'), Search, focusSearch, 'Slash'),
    general(
      'frame.sync',
      t('frame.actions.syncNow'),
      RefreshCw,
      () => syncNow.mutate(),
      '$mod+Shift+KeyS',
    ),
    general(
      'frame.offline',
      sync?.workOffline ? t('frame.actions.goOnline') : t('frame.actions.goOffline'),
      CloudOff,
      () => workOffline.mutate(!sync?.workOffline),
    ),
    general(
      'frame.lock',
      t('frame.actions.lock'),
      Lock,
      () => lock.mutate(),
      '$mod+Shift+KeyL',
    ),
  ]);
  function general(
    id: string,
    label: string,
    icon: LucideIcon,
    run: () => void,
    keys?: string,
  ): Action {
    return {
      id,
      label,
      icon,
      run,
      group: t('frame.groups.general'),
      ...(keys ? { keys } : {}),
    };
  }
  return (
    <div className="flex h-full flex-col">
      {state.notices.length > 0 && (
        <div className="flex items-start gap-4 border-b bg-info-soft px-4 py-2">
          <Reasons list={state.notices} className="flex-1" />
          <Button onPress={() => dismiss.mutate()}>{t('frame.notices.dismiss')}</Button>
        </div>
      )}
      <div className="@container flex min-h-0 flex-1">
        <Side
          state={state}
          pages={pages}
          here={here}
          onGo={onGo}
          onLock={() => lock.mutate()}
        />
        <main className="min-w-0 flex-1">{children}</main>
      </div>
      <TruthLine
        sync={sync}
        onOpen={() => onGo(logPath)}
        onPalette={() => setSheet('palette')}
      />
      <Toasts waiting={(sync?.pending ?? 0) > 0} />
      <Palette open={sheet === 'palette'} onClose={closed} />
      <ShortcutsSheet open={sheet === 'shortcuts'} onClose={closed} />
    </div>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus();
}

function Side({
  state,
  pages,
  here,
  onGo,
  onLock,
}: Pick<Props, 'state' | 'pages' | 'here' | 'onGo'> & { onLock: () => void }) {
  const { t } = useT();
  return (
    <nav
      aria-label={t('frame.pages.heading')}
      className="flex w-52 shrink-0 flex-col border-e bg-sunken @max-4xl:w-14"
    >
      <div className="flex min-h-14 flex-col justify-center border-b px-4 py-2 @max-4xl:px-1">
        <span
          className="truncate font-semibold @max-4xl:text-center @max-4xl:text-[0.625rem]"
          title={state.orgName}
        >
          {state.orgNumber}
        </span>
        <span
          className="truncate text-ink-3 text-xs @max-4xl:hidden"
          title={state.orgName}
        >
          {state.orgName}
        </span>
      </div>
      <ul className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto p-2">
        {pages.map(p => (
          <PageLink
            key={p.path}
            page={p}
            active={here === p.path || here.startsWith(`${p.path}/`)}
            onGo={onGo}
          />
        ))}
      </ul>
      <div className="flex items-center gap-2 border-t p-2 ps-4 @max-4xl:ps-2">
        <div className="min-w-0 flex-1 @max-4xl:hidden">
          <div className="truncate font-medium text-sm">{state.personName}</div>
          <div className="truncate text-ink-3 text-xs">
            {state.roles.map(r => codeText('state.role', r)).join(', ')}
          </div>
        </div>
        <IconButton icon={Lock} label={t('frame.actions.lock')} onPress={onLock} />
      </div>
    </nav>
  );
}

function PageLink({
  page,
  active,
  onGo,
}: {
  page: FramePage;
  active: boolean;
  onGo: (path: string) => void;
}) {
  const Icon = page.icon;
  return (
    <li>
      <a
        href={`#${page.path}`}
        title={page.label}
        aria-current={active ? 'page' : undefined}
        onClick={e => {
          e.preventDefault();
          onGo(page.path);
        }}
        className={cx(
          'row-dense flex items-center gap-3 rounded px-3 @max-4xl:justify-center @max-4xl:px-0',
          active
            ? 'bg-selected font-medium text-accent'
            : 'text-ink-2 hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 @max-4xl:sr-only">{page.label}</span>
        {page.count !== undefined && page.count > 0 && (
          <span
            className={cx(
              'num rounded-sm px-1.5 text-xs @max-4xl:hidden',
              page.urgent
                ? 'bg-alarm-soft font-medium text-alarm'
                : 'bg-line/60 text-ink-2',
            )}
          >
            {page.count}
          </span>
        )}
      </a>
    </li>
  );
}
