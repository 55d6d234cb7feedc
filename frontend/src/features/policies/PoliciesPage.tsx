import { Pencil, Plus, Signature, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type PolicyView,
  useCatalogue,
  usePolicy,
} from '../../api';
import { named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { cx } from '../../lib/cx';
import { Button, IconButton } from '../../ui/Button';
import { TextField } from '../../ui/fields';
import { When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Page, ScrollArea, Section } from '../../ui/Page';
import { Changes, changesOf } from './Changes';
import { problemsOf } from './problems';
import { type Categories, type Part, useParts } from './sections';

/** The categories of the catalogue with their names, as its facets know them. */
function useCategories(): Categories {
  const { lang } = useT();
  const facets = useCatalogue({
    text: '',
    category: '',
    suppliers: [],
    codified: '',
    inStock: false,
    orderable: false,
    specs: [],
    sort: 'name',
  }).first.data?.categories;
  return useMemo(
    () => new Map(facets?.map(f => [f.key, named(lang, f.labelUk, f.labelEn)])),
    [facets, lang],
  );
}

/** The rules that the agency set itself: read by all of it, changed by the access administrator's signature. */
export function PoliciesPage() {
  const policy = usePolicy();
  return <View of={policy}>{p => <Policies key={p.version} policy={p} />}</View>;
}

function Policies({ policy }: { policy: PolicyView }) {
  const { t } = useT();
  const parts = useParts(useCategories());
  const [draft, setDraft] = useState<PolicyView>();
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const changes = draft ? changesOf(parts, policy, draft) : [];
  const problems = draft ? problemsOf(draft) : [];
  const ready = changes.length > 0 && problems.length === 0;
  const sign = () =>
    draft && setForm(actForm('policy.set', { comment, policy: { ...draft, comment } }));
  useActions([
    {
      id: 'policies.edit',
      label: t('policies.edit'),
      group: t('frame.groups.here'),
      keys: 'KeyE',
      icon: Pencil,
      disabled: !policy.canEdit || draft !== undefined,
      run: () => setDraft(policy),
    },
    {
      id: 'policies.sign',
      label: t('policies.sign'),
      group: t('frame.groups.here'),
      keys: '$mod+Enter',
      icon: Signature,
      disabled: !ready,
      run: () => void sign(),
    },
  ]);
  return (
    <Page
      title={t('frame.pages.policies')}
      note={
        policy.version === 0 ? (
          t('policies.byDefault')
        ) : (
          <>
            {t('policies.version', { n: policy.version })}, {policy.setBy},{' '}
            <When at={policy.setAt} />
          </>
        )
      }
      actions={
        draft ? (
          <>
            <Button onPress={() => setDraft(undefined)}>{t('policies.drop')}</Button>
            <Button
              look="primary"
              icon={Signature}
              isDisabled={!ready}
              onPress={() => void sign()}
            >
              {t('policies.sign')}
            </Button>
          </>
        ) : (
          policy.canEdit && (
            <Button look="primary" icon={Pencil} onPress={() => setDraft(policy)}>
              {t('policies.edit')}
            </Button>
          )
        )
      }
    >
      <ScrollArea
        label={t('frame.pages.policies')}
        className="flex min-h-0 flex-1 flex-col gap-7 p-4 *:shrink-0"
      >
        {policy.comment && !draft && <p className="text-ink-2">{policy.comment}</p>}
        {draft && (
          <div className="flex max-w-4xl flex-col gap-3 rounded border bg-surface p-4">
            <Changes list={changes} />
            {problems.length > 0 && (
              <ul className="text-alarm text-sm">
                {problems.map(p => (
                  <li key={p}>{t(`policies.problems.${p}`)}</li>
                ))}
              </ul>
            )}
            <TextField
              label={t('policies.comment')}
              value={comment}
              onChange={setComment}
            />
          </div>
        )}
        {parts.map(part => (
          <PartView
            key={part.key}
            part={part}
            policy={draft ?? policy}
            {...(draft ? { onChange: setDraft } : {})}
          />
        ))}
      </ScrollArea>
      {form && (
        <ActDialog
          wide
          title={t('policies.signTitle')}
          label={t('policies.signLabel')}
          form={form}
          onClose={() => setForm(undefined)}
          onSigned={() => setDraft(undefined)}
          shown={() => <Changes list={changes} />}
        />
      )}
    </Page>
  );
}

/** A part of the policies: its rows as text, or as fields while it is changed. */
function PartView({
  part,
  policy,
  onChange,
}: {
  part: Part;
  policy: PolicyView;
  onChange?: (p: PolicyView) => void;
}) {
  const { t } = useT();
  const rows = part.rows(policy);
  return (
    <Section title={part.title} className="max-w-5xl">
      {part.note && <p className="text-ink-3 text-sm">{part.note}</p>}
      {rows.length === 0 && <p className="text-ink-3">{t('policies.noRows')}</p>}
      {rows.length > 0 && (
        <div className="overflow-x-auto">
          <table className="num w-full border-collapse text-sm">
            {part.columns.length > 0 && (
              <thead>
                <tr className="text-ink-3 text-xs">
                  {part.columns.map(c => (
                    <th
                      key={c.name}
                      scope="col"
                      className={cx(
                        'px-2 pb-1 font-medium',
                        c.end && !onChange ? 'text-end' : 'text-start',
                      )}
                    >
                      {c.name}
                    </th>
                  ))}
                  {onChange && part.add && <td />}
                </tr>
              </thead>
            )}
            <tbody>
              {rows.map((r, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row of a policy is its place.
                <tr key={i} className="border-t">
                  {(onChange ? r.fields(onChange) : r.texts).map((cell, n) => (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
                      key={n}
                      className={cx(
                        'px-2 py-1 align-middle',
                        part.columns[n]?.end && !onChange && 'text-end',
                        part.columns.length === 0 && n === 0 && 'w-80 text-ink-2',
                      )}
                    >
                      {cell}
                    </td>
                  ))}
                  {onChange && part.add && (
                    <td className="w-8">
                      <IconButton
                        icon={X}
                        label={t('policies.removeRow', { n: i + 1 })}
                        onPress={() => r.remove && onChange(r.remove())}
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {onChange && part.add && (
        <Button
          icon={Plus}
          className="self-start"
          isDisabled={rows.length >= 50}
          onPress={() => part.add && onChange(part.add(policy))}
        >
          {t('policies.addRow')}
        </Button>
      )}
    </Section>
  );
}
