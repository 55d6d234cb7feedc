import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type CaseRow, useCase } from '../../api';
import { named, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/fields';
import { View } from '../../ui/forms';
import { caseForm } from './forms';

/** Gives cases to a colleague, or takes them from whoever has them. */
export function AssignDialog({
  cases,
  onClose,
  onSigned,
}: {
  cases: readonly Pick<CaseRow, 'id' | 'assigneeId'>[];
  onClose: () => void;
  onSigned?: () => void;
}) {
  const { t, lang } = useT();
  // Whom they can be given to stands in each case; the first speaks for all.
  const view = useCase(cases[0]?.id ?? '');
  const [to, setTo] = useState('');
  const [form, setForm] = useState<ActForm>();
  return (
    <ActDialog
      title={t('cases.assignTitle')}
      label={t('cases.assignSign')}
      form={form}
      onClose={onClose}
      onBack={() => setForm(undefined)}
      {...(onSigned ? { onSigned } : {})}
    >
      <View of={view}>
        {v => (
          <form
            className="flex flex-col gap-4"
            onSubmit={e => {
              e.preventDefault();
              if (to !== '')
                setForm(
                  actForm('case.assign', {
                    case: caseForm(
                      cases.map(c => c.id),
                      { assignee: to === 'nobody' ? '' : to },
                    ),
                  }),
                );
            }}
          >
            <Select
              autoFocus
              label={t('cases.assignTo')}
              value={to}
              options={[
                ...v.assignees.map(a => ({
                  key: a.key,
                  text: named(lang, a.labelUk, a.labelEn) || a.key,
                })),
                ...(cases.some(c => c.assigneeId !== '')
                  ? [{ key: 'nobody', text: t('cases.facets.nobody') }]
                  : []),
              ]}
              onChange={setTo}
            />
            <Button
              look="primary"
              type="submit"
              className="self-end"
              isDisabled={to === ''}
            >
              {t('act.next')}
            </Button>
          </form>
        )}
      </View>
    </ActDialog>
  );
}
