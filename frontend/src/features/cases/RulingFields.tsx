import { codeText, useT } from '../../i18n';
import { Select, TextField } from '../../ui/fields';

export interface Ruling {
  reason: string;
  text: string;
}

/** Only a reason that says nothing by itself needs a text. */
export const isRuling = (r: Ruling): boolean =>
  r.reason !== '' && (r.reason !== 'other' || r.text.trim() !== '');

/** The typed reason of a ruling and what is said to it. */
export function RulingFields({
  reasons,
  value,
  onChange,
  focus,
}: {
  reasons: readonly string[];
  value: Ruling;
  onChange: (value: Ruling) => void;
  focus?: boolean;
}) {
  const { t } = useT();
  return (
    <>
      <Select
        autoFocus={focus ?? false}
        label={t('cases.ruling.reason')}
        value={value.reason}
        options={reasons.map(key => ({ key, text: codeText('cases.reason', key) }))}
        onChange={reason => onChange({ ...value, reason })}
      />
      <TextField
        label={t('cases.ruling.text')}
        lines={3}
        value={value.text}
        onChange={text => onChange({ ...value, text })}
        required={value.reason === 'other'}
        help={value.reason === 'other' ? t('cases.ruling.textNeeded') : undefined}
      />
    </>
  );
}
