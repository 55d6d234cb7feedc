import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, Gavel, MessageCircleReply, Signature } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Files } from '../../acts/Files';
import { Papers } from '../../acts/Papers';
import { type ClaimView, useClaim } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Money, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { StateBadge } from '../../ui/StateBadge';
import { AnswerDialog, OpenDialog, SettleDialog } from './ClaimDialogs';

/** One claim: what is wrong, what the supplier says, how it ended; the act that is due. */
export function ClaimPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const claim = useClaim(id);
  const router = useRouter();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'' | 'open' | 'answer' | 'settle'>('');
  const v = claim.data;
  const ends = (v?.outcomes.length ?? 0) > 0;
  const back = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: '/claims' });
  const close = () => setDialog('');
  useActions([
    {
      id: 'claim.back',
      label: t('claims.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'claim.open',
      label: t('claims.open'),
      group: t('frame.groups.here'),
      icon: Signature,
      keys: 'KeyA',
      disabled: !v?.canOpen,
      run: () => setDialog('open'),
    },
    {
      id: 'claim.answer',
      label: t('claims.answer'),
      group: t('frame.groups.here'),
      icon: MessageCircleReply,
      keys: 'KeyE',
      disabled: !v?.canAnswer,
      run: () => setDialog('answer'),
    },
    {
      id: 'claim.settle',
      label: t('claims.settle'),
      group: t('frame.groups.here'),
      icon: Gavel,
      keys: 'KeyD',
      disabled: !ends,
      run: () => setDialog('settle'),
    },
  ]);
  return (
    <Page
      title={
        v?.row.number
          ? t('claims.title', { number: v.row.number })
          : t('claims.unnumbered')
      }
      note={v && <StateBadge plain kind="claim" state={v.row.state} />}
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('delivery.paper.back')}
          </Button>
          {ends && (
            <Button
              look={v?.canOpen ? 'plain' : 'primary'}
              icon={Gavel}
              onPress={() => setDialog('settle')}
            >
              {v?.canOpen ? t('claims.drop') : t('claims.settle')}
            </Button>
          )}
          {v?.canOpen && (
            <Button look="primary" icon={Signature} onPress={() => setDialog('open')}>
              {t('claims.open')}
            </Button>
          )}
          {v?.canAnswer && (
            <Button
              look="primary"
              icon={MessageCircleReply}
              onPress={() => setDialog('answer')}
            >
              {t('claims.answer')}
            </Button>
          )}
        </>
      }
    >
      <View of={claim}>{c => <Body view={c} />}</View>
      {v && dialog === 'open' && <OpenDialog view={v} onClose={close} />}
      {v && dialog === 'answer' && <AnswerDialog view={v} onClose={close} />}
      {v && dialog === 'settle' && <SettleDialog view={v} onClose={close} />}
    </Page>
  );
}

function Body({ view }: { view: ClaimView }) {
  const { t, lang } = useT();
  const { row } = view;
  return (
    <ScrollArea
      label={t('claims.number')}
      className="flex min-h-0 flex-1 @max-3xl:flex-col"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-6 overflow-y-auto p-4 @max-3xl:overflow-visible">
        {row.state === 'proposed' && (
          <p className="rounded bg-wait-soft px-3 py-2 text-wait">
            {t('claims.proposedText')}
          </p>
        )}
        {view.text && (
          <Section title={t('claims.text')}>
            <p className="whitespace-pre-line text-lg">{view.text}</p>
          </Section>
        )}
        {view.lines.length > 0 && (
          <Section title={t('claims.lines')}>
            <ul>
              {view.lines.map(l => (
                <li
                  key={`${l.line}/${l.part}`}
                  className="flex justify-between gap-4 border-t py-2 first:border-t-0"
                >
                  <span className="min-w-0">
                    <span className="font-medium">{named(lang, l.nameUk, l.nameEn)}</span>
                    {l.serials.length > 0 && (
                      <span className="block break-all font-mono text-ink-3 text-xs">
                        {l.serials.join(', ')}
                      </span>
                    )}
                  </span>
                  <span className="num shrink-0">
                    {t('delivery.pieces', { qty: count(l.pieces) })}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title={t('claims.thread')}>
          {view.thread.length === 0 ? (
            <p className="text-ink-3">{t('claims.noThread')}</p>
          ) : (
            <ol className="flex flex-col gap-4">
              {view.thread.map(w => (
                <li
                  key={`${w.at}${w.name}`}
                  className={cx(
                    'border-s-2 ps-3',
                    w.fromSupplier ? 'border-info' : 'border-accent',
                  )}
                >
                  <p className="text-ink-3 text-sm">
                    {w.name}
                    {w.fromSupplier && `, ${t('claims.fromSupplier')}`} ·{' '}
                    <When at={w.at} />
                  </p>
                  {w.fromSupplier && (
                    <p
                      className={cx(
                        'font-medium',
                        w.agrees ? 'text-accent' : 'text-wait',
                      )}
                    >
                      {w.agrees ? t('claims.agreed') : t('claims.disagreed')}
                    </p>
                  )}
                  <p className="whitespace-pre-line">{w.text}</p>
                </li>
              ))}
            </ol>
          )}
        </Section>
      </div>
      <Side view={view} />
    </ScrollArea>
  );
}

function Side({ view }: { view: ClaimView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { row } = view;
  const rows: [ReactNode, ReactNode][] = [
    [
      t('claims.reason'),
      <span key="r" className="font-medium">
        {codeText('state.claim_reason', row.reason)}
      </span>,
    ],
  ];
  if (row.penalty > 0)
    rows.push([
      t('claims.penalty'),
      <Money key="p" value={row.penalty} className="font-semibold" />,
    ]);
  if (row.daysLate > 0)
    rows.push([t('claims.late'), t('delivery.daysLate', { count: row.daysLate })]);
  if (row.supplier) rows.push([t('claims.supplier'), row.supplier]);
  if (row.unitNo) rows.push([t('claims.unit'), row.unitNo]);
  rows.push([
    t('claims.order'),
    <button
      key="o"
      type="button"
      className="num text-start font-medium text-accent underline"
      onClick={() =>
        void navigate({
          to: row.unitNo ? '/orders/$id' : '/supplier-orders/$id',
          params: { id: row.orderId },
        })
      }
    >
      {row.orderNumber}
    </button>,
  ]);
  if (row.openedAt) rows.push([t('claims.opened'), <When key="a" at={row.openedAt} />]);
  if (view.openedBy) rows.push([t('claims.openedBy'), view.openedBy]);
  if (row.settledAt)
    rows.push([t('claims.settled'), <When key="s" at={row.settledAt} />]);
  if (row.outcome)
    rows.push([t('claims.outcome'), codeText('state.outcome', row.outcome)]);
  return (
    <div className="flex w-80 shrink-0 flex-col gap-6 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
      <Facts rows={rows} />
      {row.deliveryId && (
        <Button
          className="self-start"
          onPress={() =>
            void navigate({ to: '/deliveries/$id', params: { id: row.deliveryId } })
          }
        >
          {t('claims.toDelivery')}
        </Button>
      )}
      <Files title={t('claims.files')} list={view.attachments} />
      {row.number && (
        <Section title={t('claims.papers')}>
          <Papers list={[{ kind: 'claim', id: row.id, number: row.number }]} />
        </Section>
      )}
    </div>
  );
}
