import { CircleAlert, CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import * as A from 'react-aria-components';
import { checkHandover } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';

/** As many characters as a code has, without dashes and spaces. */
const whole = 10;
const bare = (code: string): string => code.replace(/[\s\u00a0\-–]/g, '');

export type CodeState = 'short' | 'checking' | 'good' | 'bad';

/** The handover code, checked here at once: no link is needed. */
export function CodeField({
  delivery,
  value,
  onChange,
  state,
  onState,
}: {
  delivery: string;
  value: string;
  onChange: (code: string) => void;
  state: CodeState;
  onState: (state: CodeState) => void;
}) {
  const { t } = useT();
  const [asked, setAsked] = useState('');
  const code = bare(value);
  useEffect(() => {
    if (code.length < whole) {
      onState('short');
      return;
    }
    let stale = false;
    onState('checking');
    setAsked(code);
    checkHandover(delivery, code)
      .then(good => !stale && onState(good ? 'good' : 'bad'))
      .catch(() => !stale && onState('bad'));
    return () => {
      stale = true;
    };
  }, [delivery, code, onState]);
  const bad = state === 'bad' && asked === code;
  return (
    <section className="flex flex-wrap items-start gap-x-6 gap-y-3 rounded border bg-surface p-4">
      <A.TextField
        value={value}
        onChange={onChange}
        autoFocus
        autoComplete="off"
        isInvalid={bad}
        maxLength={24}
        className="flex w-80 max-w-full flex-col gap-1"
      >
        <A.Label className="font-semibold text-lg">
          {t('delivery.receiving.code')}
        </A.Label>
        <A.Input
          spellCheck={false}
          className={cx(
            'num min-h-14 w-full rounded border-2 bg-surface px-4 font-mono font-semibold text-2xl uppercase tracking-[0.12em]',
            state === 'good'
              ? 'border-accent'
              : bad
                ? 'border-alarm'
                : 'border-line-strong/60 focus:border-accent',
          )}
        />
      </A.TextField>
      <div className="min-w-56 flex-1 pt-7">
        <p role="status" className="flex min-h-6 items-center gap-2 font-medium">
          {state === 'good' ? (
            <>
              <CircleCheck aria-hidden className="size-5 shrink-0 text-accent" />
              <span className="text-accent">{t('delivery.receiving.codeGood')}</span>
            </>
          ) : bad ? (
            <>
              <CircleAlert aria-hidden className="size-5 shrink-0 text-alarm" />
              <span className="text-alarm">{t('delivery.receiving.codeBad')}</span>
            </>
          ) : (
            <span className="font-normal text-ink-2">
              {t('delivery.receiving.codeWait')}
            </span>
          )}
        </p>
        <p className="pt-1 text-ink-3 text-sm">{t('delivery.receiving.codeText')}</p>
      </div>
    </section>
  );
}
