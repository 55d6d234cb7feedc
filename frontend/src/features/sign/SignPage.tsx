import { useNavigate } from '@tanstack/react-router';
import {
  ArrowLeft,
  CircleCheck,
  LayoutGrid,
  ListChecks,
  ShoppingCart,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  isShownAnew,
  type SignedView,
  type SigningView,
  useOrderToSign,
  useSign,
} from '../../api';
import { named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { clearToasts } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { OrderSheet } from '../../ui/OrderSheet';
import { Page, ScrollArea, Section } from '../../ui/Page';
import { Effect, SignBox } from '../../ui/SignBox';

/** The document as it will be signed, what it does to money and stock, the signature, and that it is saved. */
export function SignPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const view = useOrderToSign();
  const sign = useSign();
  const [saved, setSaved] = useState<SignedView>();
  // What is signed is not undone by a toast of the cart.
  useEffect(clearToasts, []);
  const back = () => void navigate({ to: '/cart' });
  useActions([
    {
      id: 'sign.back',
      label: t('sign.back'),
      group: t('frame.groups.here'),
      icon: ShoppingCart,
      keys: 'Escape',
      disabled: saved !== undefined,
      run: back,
    },
  ]);
  if (saved) return <Saved saved={saved} />;
  const onSign = (v: SigningView) => (passphrase: string) =>
    sign.mutate(
      { token: v.token, passphrase },
      {
        onSuccess: setSaved,
        onError: e => isShownAnew(e) && void view.refetch(),
      },
    );
  return (
    <Page
      title={t('sign.title')}
      note={t('sign.note')}
      actions={
        <Button look="quiet" icon={ArrowLeft} onPress={back}>
          {t('sign.back')}
        </Button>
      }
    >
      <View
        of={view}
        empty={v =>
          (!v.order || v.order.lines.length === 0) && (
            <Empty icon={ShoppingCart} title={t('sign.nothing')}>
              {t('sign.nothingText')}
            </Empty>
          )
        }
      >
        {v => (
          <div className="flex min-h-0 flex-1 @max-3xl:block @max-3xl:overflow-y-auto">
            <ScrollArea
              label={t('sign.title')}
              className="@container min-h-0 min-w-0 flex-1 p-4 @max-3xl:overflow-visible"
            >
              {v.order && (
                <OrderSheet
                  doc={v.order}
                  changes={v.changes}
                  className="mx-auto max-w-4xl"
                />
              )}
            </ScrollArea>
            <div className="flex w-80 shrink-0 flex-col gap-6 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
              <SignBox
                view={v}
                busy={sign.isPending}
                error={sign.error}
                onSign={onSign(v)}
              />
              {v.changes.length > 0 && (
                <p className="rounded bg-wait-soft px-3 py-2 text-sm text-wait">
                  {t('sign.changes', { count: v.changes.length })}
                </p>
              )}
              <Effects view={v} />
            </div>
          </div>
        )}
      </View>
    </Page>
  );
}

function Effects({ view }: { view: SigningView }) {
  const { t, lang } = useT();
  return (
    <>
      {view.budgets.length > 0 && (
        <Section title={t('sign.effect')}>
          {view.budgets.map(b => (
            <Effect
              key={`${b.fund}${b.year}`}
              name={`${t(`state.fund.${b.fund}`)}, ${b.year}`}
              before={b.before}
              after={b.after}
              note={
                b.asOf && (
                  <>
                    {t('frame.truth.data')} <When at={b.asOf} />
                  </>
                )
              }
            />
          ))}
        </Section>
      )}
      {view.stocks.length > 0 && (
        <Section title={t('sign.stock')}>
          <ul className="text-sm">
            {view.stocks.map(s => (
              <li
                key={`${s.itemId}${s.supplierName}`}
                className="border-t py-1.5 first:border-t-0"
              >
                <div>{named(lang, s.nameUk, s.nameEn)}</div>
                <div className="flex justify-between gap-3 text-ink-3">
                  <span className={cx('num', s.after < 0 && 'font-medium text-alarm')}>
                    {t('sign.stockLine', {
                      before: count(s.before),
                      after: count(s.after),
                    })}
                  </span>
                  {s.others > 0 && (
                    <span>{t('sign.others', { qty: count(s.others) })}</span>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Saved({ saved }: { saved: SignedView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const id = saved.orderIds[0];
  return (
    <Page title={t('sign.title')}>
      <div
        role="status"
        className="m-auto flex max-w-lg flex-col items-center gap-4 p-8 text-center"
      >
        <CircleCheck aria-hidden strokeWidth={1.5} className="size-12 text-accent" />
        <h2 className="font-semibold text-2xl">{t('sign.savedTitle')}</h2>
        <p className="text-ink-2 text-lg">
          {saved.online ? t('sign.savedOnline') : t('sign.savedOffline')}
        </p>
        <p className="text-ink-3">
          {t('sign.savedAt')} <When at={saved.savedAt} />
        </p>
        <div className="flex flex-wrap justify-center gap-3 pt-2">
          {id && (
            <Button
              look="primary"
              autoFocus
              icon={ListChecks}
              onPress={() => void navigate({ to: '/orders/$id', params: { id } })}
            >
              {t('sign.toOrder')}
            </Button>
          )}
          <Button icon={LayoutGrid} onPress={() => void navigate({ to: '/catalogue' })}>
            {t('sign.toCatalogue')}
          </Button>
        </div>
      </div>
    </Page>
  );
}
