import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type StateView, useSync, useUnlock } from '../../api';
import { codeText, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/fields';
import { reasonText } from '../../ui/Reasons';
import { Card } from './Card';

/** The lock screen: whose profile it is and the passphrase. Works offline. */
export function Unlock({ state }: { state: StateView }) {
  const { t, lang } = useT();
  const [phrase, setPhrase] = useState('');
  const unlock = useUnlock();
  const waiting = useSync().data?.pending ?? 0;
  const why = unlock.error?.reasons[0];
  const submit = (e: FormEvent) => {
    e.preventDefault();
    unlock.mutate(phrase);
  };
  return (
    <Card>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <div className="flex items-start gap-4">
          <LockKeyhole
            aria-hidden
            strokeWidth={1.5}
            className="mt-0.5 size-8 shrink-0 text-accent"
          />
          <div className="min-w-0">
            <h1 className="font-semibold text-xl">
              {state.personName || t('start.locked')}
            </h1>
            <p className="text-ink-2">
              {state.roles.map(r => codeText('state.role', r)).join(', ')}
            </p>
            <p className="text-ink-3">
              {[state.orgNumber, state.orgName].filter(Boolean).join(' · ')}
            </p>
          </div>
        </div>
        <TextField
          label={t('start.phrase')}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={phrase}
          onChange={setPhrase}
          error={
            unlock.error
              ? why
                ? reasonText(why, lang)
                : codeText('fault.says', unlock.error.code)
              : undefined
          }
        />
        <Button
          look="primary"
          large
          type="submit"
          isDisabled={phrase === '' || unlock.isPending}
        >
          {t('start.unlock')}
        </Button>
        {waiting > 0 && (
          <p className="text-sm text-wait">
            {t('start.waitingHere', { count: waiting })}
          </p>
        )}
        {state.demo && (
          <p className="border-t pt-4 text-ink-3 text-sm">
            {t('start.demo')}{' '}
            <button
              type="button"
              onClick={() => setPhrase(state.demoPassphrase)}
              className="min-h-6 rounded-sm font-medium text-accent underline underline-offset-2"
            >
              {state.demoPassphrase}
            </button>
          </p>
        )}
      </form>
    </Card>
  );
}
