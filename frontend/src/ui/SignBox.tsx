import { Signature } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { codeText, useT } from '../i18n';
import { cx } from '../lib/cx';
import { Button } from './Button';
import { TextField } from './fields';
import { Money } from './figures';
import type { ErrorLike } from './forms';
import type { ReasonLike } from './Reasons';
import { Reasons, reasonText } from './Reasons';

/** What a signature needs to be given; the fields of a signing view. */
export interface SignLike {
  problems: readonly ReasonLike[];
  ready: boolean;
  needPassphrase: boolean;
  signerName: string;
  signerRole: string;
  nextSigner: string;
}

/** Who signs and who signs next, the passphrase when it is asked for, and the button. */
export function SignBox({
  view,
  busy,
  error,
  onSign,
  label,
  focus,
  alone,
}: {
  view: SignLike;
  busy: boolean;
  error: ErrorLike | null;
  onSign: (passphrase: string) => void;
  label?: string;
  /** Puts the keyboard on the button when no passphrase is asked for. */
  focus?: boolean;
  /** No other signature belongs to it: nothing is said of the next. */
  alone?: boolean;
}) {
  const { t, lang } = useT();
  const [phrase, setPhrase] = useState('');
  const missing = view.needPassphrase && phrase === '';
  const first = error?.reasons[0];
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (view.ready && !missing && !busy) onSign(phrase);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div>
        <p className="font-medium">{view.signerName}</p>
        <p className="text-ink-3 text-sm">{codeText('state.role', view.signerRole)}</p>
        {(view.nextSigner || !alone) && (
          <p className="pt-1 text-ink-2 text-sm">
            {view.nextSigner
              ? t('sign.next', { role: codeText('state.role', view.nextSigner) })
              : t('sign.last')}
          </p>
        )}
      </div>
      {view.problems.length > 0 && (
        <Reasons list={view.problems} places className="text-sm" />
      )}
      {view.needPassphrase && (
        <TextField
          label={t('sign.passphrase')}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={phrase}
          onChange={setPhrase}
          error={
            error
              ? first
                ? reasonText(first, lang)
                : codeText('fault.says', error.code)
              : undefined
          }
        />
      )}
      {!view.needPassphrase && error && <Reasons list={error.reasons} />}
      <Button
        look="primary"
        large
        type="submit"
        icon={Signature}
        autoFocus={focus === true && !view.needPassphrase}
        isDisabled={!view.ready || missing || busy}
      >
        {label ?? t('sign.sign')}
      </Button>
    </form>
  );
}

/** What an act does to money: before → after. */
export function Effect({
  name,
  before,
  after,
  note,
}: {
  name: string;
  before: number;
  after: number;
  note?: React.ReactNode;
}) {
  const { t } = useT();
  return (
    <div className="flex flex-col gap-0.5 border-t py-2 first:border-t-0">
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{name}</span>
        {note && <span className="text-ink-3 text-xs">{note}</span>}
      </div>
      <div className="flex items-baseline justify-between text-sm">
        <span className="text-ink-3">{t('sign.before')}</span>
        <Money value={before} />
      </div>
      <div className="flex items-baseline justify-between text-sm">
        <span className="text-ink-3">{t('sign.after')}</span>
        <Money
          value={after}
          className={cx('font-semibold', after < 0 ? 'text-alarm' : 'text-accent')}
        />
      </div>
    </div>
  );
}
