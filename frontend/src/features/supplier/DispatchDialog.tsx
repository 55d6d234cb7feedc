import { useNavigate } from '@tanstack/react-router';
import { FileText, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  newHandover,
  type PartView,
  type SupplierOrderView,
} from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { listOf, twice } from '../../lib/serials';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { NumberField, Select, TextField } from '../../ui/fields';

interface Load {
  quantity: number;
  serials: string;
}

/** What is wrong with a part's load, "" when nothing is. */
export function lackIn(l: Load): '' | 'differ' | 'twice' {
  const list = listOf(l.serials);
  if (list.length > 0 && list.length !== l.quantity) return 'differ';
  return twice(list).length > 0 ? 'twice' : '';
}

/** A dispatch: pieces and serial numbers, carrier, the one-time code that goes with the goods. */
export function DispatchDialog({
  view,
  onClose,
}: {
  view: SupplierOrderView;
  onClose: () => void;
}) {
  const { t } = useT();
  const parts = view.parts.filter(p => p.due > 0);
  const [loads, setLoads] = useState<readonly Load[]>(() =>
    parts.map(p => ({ quantity: p.due, serials: '' })),
  );
  const [carrier, setCarrier] = useState('');
  const [vehicle, setVehicle] = useState('');
  const [comment, setComment] = useState('');
  const [replaces, setReplaces] = useState('');
  const [code, setCode] = useState('');
  const [form, setForm] = useState<ActForm>();
  const [sent, setSent] = useState(false);
  const fresh = () => void newHandover().then(setCode);
  useEffect(() => void newHandover().then(setCode), []);
  const some = loads.some(l => l.quantity > 0);
  const ready = some && code !== '' && loads.every(l => lackIn(l) === '');
  if (sent) return <Sent code={code} view={view} onClose={onClose} />;
  return (
    <ActDialog
      wide
      title={t('supplier.dispatchTitle', { number: view.row.number })}
      form={form}
      label={t('supplier.dispatchSign')}
      onClose={onClose}
      stays
      onBack={() => setForm(undefined)}
      onSigned={() => setSent(true)}
      shown={() => <Code value={code} />}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (!ready) return;
          setForm(
            actForm('delivery.dispatch', {
              comment: comment.trim(),
              dispatch: {
                orderId: view.row.id,
                lines: parts.flatMap((p, i) => {
                  const l = loads[i];
                  if (!l || l.quantity === 0) return [];
                  return [
                    {
                      line: p.line,
                      part: p.part,
                      quantity: l.quantity,
                      serials: listOf(l.serials),
                    },
                  ];
                }),
                carrier: carrier.trim(),
                vehicle: vehicle.trim(),
                code,
                replaces,
              },
            }),
          );
        }}
      >
        {parts.map((p, i) => (
          <PartLoad
            key={`${p.line}/${p.part}`}
            part={p}
            value={loads[i] ?? { quantity: 0, serials: '' }}
            onChange={to => setLoads(all => all.map((l, k) => (k === i ? to : l)))}
          />
        ))}
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('supplier.carrier')}
            value={carrier}
            onChange={setCarrier}
          />
          <TextField
            label={t('supplier.vehicle')}
            value={vehicle}
            onChange={setVehicle}
          />
        </div>
        {view.claims.some(c => c.outcome === 'replaced') && (
          <Select
            label={t('supplier.replaces')}
            value={replaces || 'none'}
            options={[
              { key: 'none', text: t('supplier.replacesNone') },
              ...view.claims
                .filter(c => c.outcome === 'replaced')
                .map(c => ({ key: c.id, text: c.number })),
            ]}
            onChange={key => setReplaces(key === 'none' ? '' : key)}
          />
        )}
        <TextField label={t('supplier.comment')} value={comment} onChange={setComment} />
        <div className="flex flex-wrap items-start gap-3">
          <Code value={code} />
          <Button icon={RefreshCw} onPress={fresh}>
            {t('supplier.codeNew')}
          </Button>
        </div>
        {!some && <p className="text-ink-2 text-sm">{t('supplier.nothingToSend')}</p>}
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('supplier.next')}
        </Button>
      </form>
    </ActDialog>
  );
}

function PartLoad({
  part: p,
  value: l,
  onChange,
}: {
  part: PartView;
  value: Load;
  onChange: (to: Load) => void;
}) {
  const { t, lang } = useT();
  const list = listOf(l.serials);
  const lack = lackIn(l);
  return (
    <fieldset className="grid items-start gap-3 rounded border p-3 sm:grid-cols-[11rem_1fr]">
      <legend className="px-1 font-medium">{named(lang, p.nameUk, p.nameEn)}</legend>
      <NumberField
        label={t('supplier.send')}
        value={l.quantity}
        max={p.due}
        help={t('supplier.left', { qty: count(p.due) })}
        onChange={quantity => onChange({ ...l, quantity })}
      />
      <TextField
        mono
        lines={3}
        label={t('supplier.serials')}
        value={l.serials}
        onChange={serials => onChange({ ...l, serials })}
        help={
          list.length > 0 &&
          t('supplier.serialsCount', {
            have: count(list.length),
            want: count(l.quantity),
          })
        }
        error={
          lack === 'differ'
            ? t('supplier.serialsDiffer', {
                have: count(list.length),
                want: count(l.quantity),
              })
            : lack === 'twice'
              ? t('supplier.serialsTwice', { list: twice(list).join(', ') })
              : undefined
        }
      />
    </fieldset>
  );
}

/** The handover code, large enough to be read out. */
function Code({ value, className }: { value: string; className?: string }) {
  const { t } = useT();
  return (
    <div
      className={cx('min-w-0 flex-1 rounded border-2 border-accent px-4 py-3', className)}
    >
      <p className="eyebrow">{t('supplier.code')}</p>
      <p className="select-all py-1 font-mono font-semibold text-2xl tracking-[0.14em]">
        {value || '…'}
      </p>
      <p className="text-ink-2 text-sm">{t('supplier.codeText')}</p>
    </div>
  );
}

/** After the signature: the code once more, and the note it is printed on. */
function Sent({
  code,
  view,
  onClose,
}: {
  code: string;
  view: SupplierOrderView;
  onClose: () => void;
}) {
  const { t } = useT();
  const navigate = useNavigate();
  // The newest delivery is the one just signed: its note carries the code.
  const note = [...view.deliveries].sort((a, b) =>
    b.dispatchedAt.localeCompare(a.dispatchedAt),
  )[0];
  return (
    <Dialog open title={t('supplier.sent')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-ink-2">{t('supplier.sentText')}</p>
        <Code value={code} />
        <div className="flex flex-wrap justify-end gap-2">
          {note && (
            <Button
              icon={FileText}
              onPress={() =>
                void navigate({
                  to: '/paper/$kind/$id',
                  params: { kind: 'dispatch_note', id: note.id },
                })
              }
            >
              {t('supplier.printNote')}
            </Button>
          )}
          <Button look="primary" autoFocus onPress={onClose}>
            {t('supplier.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
