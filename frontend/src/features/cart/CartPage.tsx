import { useNavigate } from '@tanstack/react-router';
import {
  FilePlus2,
  LayoutGrid,
  ShoppingCart,
  Signature,
  Trash2,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import {
  type CartView,
  useCart,
  useClearCart,
  useNewDraft,
  useUndoCart,
} from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { BudgetPanel } from './BudgetPanel';
import { DetailsForm } from './DetailsForm';
import { DraftBar, Ended } from './DraftBar';
import { DraftHistory } from './DraftHistory';
import { Drafts } from './Drafts';
import { Lines } from './Lines';
import { Questions } from './Questions';

/** The draft order: lines by supplier, the money beside them, what still stands in the way of signing. */
export function CartPage() {
  const { t } = useT();
  const cart = useCart();
  const navigate = useNavigate();
  const clear = useClearCart();
  const undo = useUndoCart();
  const fresh = useNewDraft();
  const begin = () =>
    fresh.mutate(undefined, { onSuccess: () => toast(t('cart.draft.freshDone')) });
  const v = cart.data;
  const filled = v !== undefined && v.lines.length > 0;
  const sign = () => void navigate({ to: '/sign' });
  useActions([
    {
      id: 'cart.sign',
      label: t('cart.sign'),
      group: t('frame.groups.here'),
      icon: Signature,
      keys: '$mod+Enter',
      disabled: !v?.ready,
      run: sign,
    },
    {
      id: 'cart.undo',
      label: t('cart.undo'),
      group: t('frame.groups.here'),
      icon: Undo2,
      keys: '$mod+KeyZ',
      disabled: !v?.canUndo,
      run: () => undo.mutate(),
    },
    {
      id: 'cart.fresh',
      label: t('cart.draft.fresh'),
      group: t('frame.groups.here'),
      icon: FilePlus2,
      disabled: !filled,
      run: begin,
    },
  ]);
  return (
    <Page
      title={t('frame.pages.cart')}
      note={
        v?.orderId
          ? t('cart.number', { revision: v.revision, number: v.number })
          : filled &&
            v.asOf && (
              <>
                {t('common.lines', { count: v.lines.length })} · {t('frame.truth.data')}{' '}
                <When at={v.asOf} />
              </>
            )
      }
      actions={
        filled && (
          <>
            <IconButton
              icon={Undo2}
              label={t('cart.undo')}
              isDisabled={!v.canUndo}
              onPress={() => undo.mutate()}
            />
            <Button look="quiet" icon={FilePlus2} onPress={begin}>
              {t('cart.draft.fresh')}
            </Button>
            <Button
              look="quiet"
              icon={Trash2}
              onPress={() =>
                clear.mutate(undefined, {
                  onSuccess: () =>
                    toast(t('cart.cleared'), { undo: () => undo.mutate() }),
                })
              }
            >
              {t('cart.clear')}
            </Button>
          </>
        )
      }
    >
      <View
        of={cart}
        empty={c =>
          c.lines.length === 0 &&
          !c.orderId &&
          c.draft.history.length === 0 && (
            <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
              {c.draft.ended && <Ended end={c.draft.ended} />}
              <Empty
                icon={ShoppingCart}
                title={t('cart.empty')}
                action={
                  <Button
                    look="primary"
                    icon={LayoutGrid}
                    onPress={() => void navigate({ to: '/catalogue' })}
                  >
                    {t('cart.toCatalogue')}
                  </Button>
                }
              >
                {t('cart.emptyText')}
              </Empty>
              <Drafts drafts={c.draft.drafts} />
            </div>
          )
        }
      >
        {c => <Draft cart={c} onSign={sign} />}
      </View>
    </Page>
  );
}

function Draft({ cart, onSign }: { cart: CartView; onSign: () => void }) {
  const [history, setHistory] = useState(false);
  return (
    <div className="flex min-h-0 flex-1 @max-3xl:flex-col-reverse">
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        <DraftBar
          draft={cart.draft}
          open={history}
          onHistory={() => setHistory(!history)}
        />
        {history && <DraftHistory draft={cart.draft} />}
        {cart.questions.length > 0 && <Questions cart={cart} />}
        <Lines cart={cart} />
        <Drafts drafts={cart.draft.drafts} />
        <div className="border-t p-4 @3xl:hidden">
          <DetailsForm cart={cart} />
        </div>
      </div>
      <div className="flex w-80 shrink-0 flex-col border-s bg-surface @max-3xl:w-auto @max-3xl:border-s-0 @max-3xl:border-b">
        <BudgetPanel cart={cart} onSign={onSign} />
        <div className="min-h-0 flex-1 overflow-y-auto border-t p-4 @max-3xl:hidden">
          <DetailsForm cart={cart} />
        </div>
      </div>
    </div>
  );
}
