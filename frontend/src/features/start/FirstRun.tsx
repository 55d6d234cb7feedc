import { Languages } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type EnrolForm, type StateView, useEnrol } from '../../api';
import { useT } from '../../i18n';
import { langs, setPrefs } from '../../lib/prefs';
import { Button } from '../../ui/Button';
import { Checkbox, TextField } from '../../ui/fields';
import { Reasons } from '../../ui/Reasons';
import { Card } from './Card';

const shortest = 15;
const steps = 3;

/** Language, server and code, passphrase: a minute, and only the last step needs the link. */
export function FirstRun({ state }: { state: StateView }) {
  const { t } = useT();
  const [step, setStep] = useState(1);
  const [form, setForm] = useState<EnrolForm>({
    server: state.server,
    ticket: '',
    deviceName: state.deviceName,
    passphrase: '',
  });
  const put = (change: Partial<EnrolForm>) => setForm(f => ({ ...f, ...change }));
  const enrol = useEnrol();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (step < steps) setStep(step + 1);
    else enrol.mutate(form);
  };
  return (
    <Card language={step > 1}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <p className="eyebrow">
          {t('start.title')} · {t('start.step', { n: step, of: steps })}
        </p>
        {step === 1 && <LanguageStep onNext={() => setStep(2)} />}
        {step === 2 && <PlaceStep form={form} put={put} onBack={() => setStep(1)} />}
        {step === 3 && (
          <PhraseStep
            form={form}
            put={put}
            busy={enrol.isPending}
            onBack={() => setStep(2)}
          >
            {enrol.error && (
              <Reasons
                list={
                  enrol.error.reasons.length > 0
                    ? enrol.error.reasons
                    : [
                        {
                          code: enrol.error.code,
                          severity: 'stop',
                          line: 0,
                          field: '',
                          have: 0,
                          want: 0,
                          ref: '',
                        },
                      ]
                }
              />
            )}
          </PhraseStep>
        )}
      </form>
    </Card>
  );
}

function LanguageStep({ onNext }: { onNext: () => void }) {
  const { t } = useT();
  return (
    <>
      <h1 className="flex items-center gap-3 font-semibold text-xl">
        <Languages aria-hidden strokeWidth={1.5} className="size-7 text-accent" />
        {t('start.language')}
      </h1>
      <div className="grid grid-cols-2 gap-3">
        {langs.map(l => (
          <Button
            key={l}
            large
            autoFocus={l === 'uk'}
            onPress={() => {
              setPrefs({ language: l });
              onNext();
            }}
          >
            {t(`settings.languages.${l}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

interface StepProps {
  form: EnrolForm;
  put: (change: Partial<EnrolForm>) => void;
  onBack: () => void;
}

function PlaceStep({ form, put, onBack }: StepProps) {
  const { t } = useT();
  const [hadServer] = useState(form.server !== '');
  const ready =
    form.server.trim() !== '' &&
    form.ticket.trim() !== '' &&
    form.deviceName.trim() !== '';
  return (
    <>
      <div>
        <h1 className="font-semibold text-xl">{t('start.place')}</h1>
        <p className="pt-1 text-ink-2">{t('start.placeText')}</p>
      </div>
      <TextField
        label={t('start.server')}
        type="url"
        required
        autoFocus={!hadServer}
        value={form.server}
        onChange={server => put({ server })}
      />
      <TextField
        label={t('start.ticket')}
        mono
        required
        autoFocus={hadServer}
        value={form.ticket}
        onChange={ticket => put({ ticket })}
      />
      <TextField
        label={t('start.device')}
        required
        help={t('start.deviceHelp')}
        value={form.deviceName}
        onChange={deviceName => put({ deviceName })}
      />
      <Steps onBack={onBack}>
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('start.next')}
        </Button>
      </Steps>
    </>
  );
}

function PhraseStep({
  form,
  put,
  onBack,
  busy,
  children,
}: StepProps & { busy: boolean; children: ReactNode }) {
  const { t } = useT();
  const [shown, setShown] = useState(false);
  const length = [...form.passphrase].length;
  return (
    <>
      <div>
        <h1 className="font-semibold text-xl">{t('start.phraseTitle')}</h1>
        <p className="pt-1 text-ink-2">{t('start.phraseText')}</p>
      </div>
      <TextField
        label={t('start.phrase')}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        required
        autoFocus
        value={form.passphrase}
        onChange={passphrase => put({ passphrase })}
        help={t('start.phraseLength', { count: length })}
      />
      <Checkbox label={t('start.show')} value={shown} onChange={setShown} />
      {children}
      <Steps onBack={onBack}>
        <Button look="primary" type="submit" isDisabled={length < shortest || busy}>
          {busy ? t('start.enrolling') : t('start.enrol')}
        </Button>
      </Steps>
      <p className="text-ink-3 text-sm">{t('start.needsLink')}</p>
    </>
  );
}

function Steps({ onBack, children }: { onBack: () => void; children: ReactNode }) {
  const { t } = useT();
  return (
    <div className="flex items-center justify-between gap-3">
      <Button look="quiet" onPress={onBack}>
        {t('start.back')}
      </Button>
      {children}
    </div>
  );
}
