import {
  CircleX,
  Hourglass,
  type LucideIcon,
  MailCheck,
  Package,
  RotateCw,
  Send,
} from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { actForm, type ParcelRow, useParcels, useSync } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { by, byAge } from '../../lib/sorting';
import { Button } from '../../ui/Button';
import type { Column } from '../../ui/DataTable';
import { When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { Facts, Pane } from '../../ui/Page';
import { Badge, type Tone } from '../../ui/StateBadge';

const views = ['all', 'queued', 'sent', 'answered', 'dead'] as const;
type View = (typeof views)[number];
const viewOf = (raw: string | undefined): View => views.find(v => v === raw) ?? 'all';

const looks: Record<string, [Tone, LucideIcon]> = {
  queued: ['wait', Hourglass],
  sent: ['info', Send],
  answered: ['go', MailCheck],
  dead: ['alarm', CircleX],
};

/** Packages of documents for ministries and other bodies: what left, what came back, what went wrong. */
export function ParcelsPage() {
  const { t } = useT();
  const search = useAddressOf(paperSearch);
  const go = useAddress<PaperSearch>();
  const sync = useSync().data;
  const view = viewOf(search.view);
  const [openId, setOpenId] = useState('');
  const [again, setAgain] = useState('');
  const list = useParcels(
    useDeferredValue({
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      order: search.order ?? '',
      sort: search.sort ?? '',
    }),
  );
  const columns = useColumns();
  const page = list.first.data;
  const open = page?.rows.find(p => p.id === openId);
  return (
    <>
      <ListPage
        title={t('frame.pages.parcels')}
        list={list}
        columns={columns}
        rowId={p => p.id}
        sorted={search.sort ?? 'newest'}
        onSort={sort => go({ sort })}
        activeId={openId}
        onOpen={p => setOpenId(p.id)}
        tabs={views.map(key => ({
          key,
          text: t(`registry.parcels.${key}`),
          count: page?.views[key === 'all' ? '' : key] ?? 0,
          urgent: key === 'dead',
        }))}
        view={view}
        onView={key => go({ view: key === 'all' ? undefined : key })}
        search={{
          label: t('registry.parcels.search'),
          value: search.text ?? '',
          onChange: text => go({ text: text || undefined }),
        }}
        filtered={view !== 'all' || !!search.text || !!search.order}
        onAll={() => go({ view: undefined, text: undefined, order: undefined })}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={{
          icon: Package,
          title: t('registry.parcels.empty'),
          text: t('registry.parcels.emptyText'),
        }}
        pane={
          open && (
            <ParcelPane
              parcel={open}
              onClose={() => setOpenId('')}
              onResend={() => setAgain(open.id)}
            />
          )
        }
      />
      {again !== '' && (
        <ActDialog
          title={t('registry.parcels.resendTitle')}
          label={t('registry.parcels.resendSign')}
          form={actForm('forward.resend', { id: again })}
          onClose={() => setAgain('')}
        />
      )}
    </>
  );
}

/** The state in colour, icon and word; an answer also says whether the body agrees. */
function ParcelState({ parcel: p }: { parcel: ParcelRow }) {
  const { t } = useT();
  const [tone, icon] = looks[p.state] ?? (['still', Package] as const);
  const refused = p.state === 'answered' && p.awaits && !p.agrees;
  return (
    <Badge
      plain
      tone={refused ? 'alarm' : tone}
      icon={icon}
      text={
        p.state === 'answered' && p.awaits
          ? t(p.agrees ? 'registry.parcels.agrees' : 'registry.parcels.disagrees')
          : codeText('registry.parcels', p.state)
      }
    />
  );
}

function ParcelPane({
  parcel: p,
  onClose,
  onResend,
}: {
  parcel: ParcelRow;
  onClose: () => void;
  onResend: () => void;
}) {
  const { t } = useT();
  useActions([
    {
      id: 'parcels.resend',
      label: t('registry.parcels.resend'),
      group: t('frame.groups.here'),
      keys: 'KeyS',
      icon: RotateCw,
      disabled: !p.canResend,
      run: onResend,
    },
  ]);
  const when = (at: string) => (at ? <When at={at} /> : t('common.none'));
  return (
    <Pane
      title={p.body}
      above={<p className="eyebrow pb-1">{p.orderNumber}</p>}
      onClose={onClose}
      footer={
        p.canResend && (
          <Button look="primary" icon={RotateCw} onPress={onResend}>
            {t('registry.parcels.resend')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <ParcelState parcel={p} />
        {p.error && (
          <div className="rounded bg-alarm-soft px-3 py-2 text-sm">
            <p className="font-medium text-alarm">{t('registry.parcels.error')}</p>
            <p className="break-words">{p.error}</p>
          </div>
        )}
        <Facts
          rows={[
            [
              t('registry.columns.order'),
              <a
                key="o"
                href={`#/orders/${p.orderId}`}
                className="num font-medium text-accent underline-offset-2 hover:underline"
              >
                {p.orderNumber}
              </a>,
            ],
            [t('registry.parcels.adapter'), codeText('registry.adapters', p.adapter)],
            [
              t('registry.parcels.awaits'),
              p.awaits ? t('registry.parcels.awaitsYes') : t('registry.parcels.awaitsNo'),
            ],
            [t('registry.parcels.queuedAt'), when(p.queuedAt)],
            [t('registry.parcels.sentAt'), when(p.sentAt)],
            [t('registry.parcels.answeredAt'), when(p.answeredAt)],
            [
              t('registry.parcels.attempts'),
              <span key="n" className="num">
                {p.attempts}
              </span>,
            ],
            [
              t('registry.parcels.receipt'),
              <span key="r" className="num break-all">
                {p.receipt || t('common.none')}
              </span>,
            ],
            [t('registry.parcels.answer'), p.answer || t('common.none')],
          ]}
        />
      </div>
    </Pane>
  );
}

function useColumns(): Column<ParcelRow>[] {
  const { t } = useT();
  return useMemo(
    (): Column<ParcelRow>[] => [
      {
        id: 'body',
        header: t('registry.parcels.body'),
        width: 'minmax(14rem,1fr)',
        sort: by('body'),
        cell: p => (
          <>
            <div className="truncate font-medium text-base" title={p.body}>
              {p.body}
            </div>
            <div className="truncate text-ink-3">
              {codeText('registry.adapters', p.adapter)}
            </div>
          </>
        ),
      },
      {
        id: 'order',
        header: t('registry.columns.order'),
        width: '10rem',
        sort: by('order'),
        cell: p => p.orderNumber,
      },
      {
        id: 'state',
        header: t('registry.parcels.state'),
        width: '10rem',
        sort: by('state'),
        cell: p => <ParcelState parcel={p} />,
      },
      {
        id: 'attempts',
        header: t('registry.parcels.attempts'),
        width: '5rem',
        sort: by('attempts'),
        end: true,
        cell: p => p.attempts,
      },
      {
        id: 'queued',
        header: t('registry.parcels.queuedAt'),
        width: '9rem',
        sort: byAge,
        cell: p => <When at={p.queuedAt} />,
      },
      {
        id: 'note',
        header: t('registry.parcels.note'),
        width: 'minmax(10rem,1fr)',
        cell: p => (
          <div
            className={p.error ? 'truncate text-alarm' : 'truncate text-ink-2'}
            title={p.error || p.answer || p.receipt}
          >
            {p.error || p.answer || p.receipt || t('common.none')}
          </div>
        ),
      },
    ],
    [t],
  );
}
