import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { useFiles } from '../../acts/Files';
import { type ActForm, actForm, type ClaimLine, type DeliveryView } from '../../api';
import { named, useT } from '../../i18n';
import { count } from '../../lib/format';
import { listOf } from '../../lib/serials';
import { Button } from '../../ui/Button';
import { NumberField, Select, TextField } from '../../ui/fields';

const reasons = [
  'quality',
  'damaged',
  'wrong_item',
  'quantity',
  'paperwork',
  'price',
  'late',
] as const;

/** A claim about pieces of a delivery: typed reason, pieces by line, serial numbers, words. */
export function ClaimDialog({
  view,
  onClose,
}: {
  view: DeliveryView;
  onClose: () => void;
}) {
  const { t, lang } = useT();
  const [reason, setReason] = useState<(typeof reasons)[number] | ''>('');
  const [text, setText] = useState('');
  const [lines, setLines] = useState<readonly ClaimLine[]>(() =>
    view.lines.map(l => ({
      line: l.line,
      part: l.part,
      nameUk: l.nameUk,
      nameEn: l.nameEn,
      pieces: 0,
      serials: [],
    })),
  );
  const [form, setForm] = useState<ActForm>();
  const files = useFiles();
  const change = (at: number, to: Partial<ClaimLine>) =>
    setLines(all => all.map((l, i) => (i === at ? { ...l, ...to } : l)));
  const about = lines.filter(l => l.pieces > 0);
  // Papers and delay are of the delivery as a whole.
  const whole = reason === 'paperwork' || reason === 'late';
  const ready = reason !== '' && text.trim() !== '' && (whole || about.length > 0);
  return (
    <ActDialog
      wide
      title={t('claims.fresh', { number: view.row.note })}
      form={form}
      label={t('claims.openSign')}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (ready)
            setForm(
              actForm('claim.open', {
                comment: text.trim(),
                claim: {
                  deliveryId: view.row.id,
                  claimId: '',
                  reason,
                  lines: about,
                  attachments: files.hashes,
                },
              }),
            );
        }}
      >
        <Select
          autoFocus
          label={t('claims.reason')}
          value={reason}
          options={reasons.map(key => ({ key, text: t(`state.claim_reason.${key}`) }))}
          onChange={setReason}
        />
        <fieldset className="flex flex-col gap-3">
          <legend className="pb-1 font-medium text-ink-2 text-sm">
            {t('claims.lines')}
          </legend>
          {view.lines.map((l, i) => (
            <div
              key={`${l.line}/${l.part}`}
              className="grid items-start gap-x-4 gap-y-2 border-t pt-2 sm:grid-cols-[1fr_9rem]"
            >
              <p className="font-medium">
                {named(lang, l.nameUk, l.nameEn)}
                <span className="block font-normal text-ink-3 text-sm">
                  {t('claims.of', { qty: count(l.accepted) })}
                </span>
              </p>
              <NumberField
                label={t('claims.freshPieces')}
                value={lines[i]?.pieces ?? 0}
                max={l.accepted}
                onChange={pieces => change(i, { pieces })}
              />
              {l.serials.length > 0 && (lines[i]?.pieces ?? 0) > 0 && (
                <TextField
                  className="sm:col-span-2"
                  lines={2}
                  label={t('claims.freshSerials')}
                  value={(lines[i]?.serials ?? []).join('\n')}
                  onChange={s => change(i, { serials: listOf(s, true) })}
                />
              )}
            </div>
          ))}
        </fieldset>
        <TextField
          label={t('claims.freshText')}
          lines={3}
          value={text}
          onChange={setText}
        />
        {files.field}
        {reason !== '' && !whole && about.length === 0 && (
          <p className="text-ink-2 text-sm">{t('claims.freshNone')}</p>
        )}
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('claims.next')}
        </Button>
      </form>
    </ActDialog>
  );
}
