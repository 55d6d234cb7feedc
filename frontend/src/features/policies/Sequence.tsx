import { Plus, X } from 'lucide-react';
import type { PolicyStep } from '../../api';
import { codeText, useT } from '../../i18n';
import { IconButton } from '../../ui/Button';
import { NumberField, Select } from '../../ui/fields';

/** Roles that sign one after another. */
export function Roles({
  roles,
  of,
  onChange,
}: {
  roles: readonly string[];
  of: readonly string[];
  onChange: (roles: string[]) => void;
}) {
  const { t } = useT();
  const left = of.filter(r => !roles.includes(r));
  return (
    <ol className="flex min-w-56 flex-wrap items-center gap-1">
      {roles.map(r => (
        <li key={r} className="flex items-center rounded border bg-sunken ps-2 text-sm">
          {codeText('state.role', r)}
          <IconButton
            icon={X}
            label={t('policies.removeRole', { role: codeText('state.role', r) })}
            isDisabled={roles.length === 1}
            onPress={() => onChange(roles.filter(x => x !== r))}
          />
        </li>
      ))}
      {left.length > 0 && (
        <li>
          <Select
            bare
            className="w-44"
            label={t('policies.addRole')}
            value=""
            options={left.map(key => ({ key, text: codeText('state.role', key) }))}
            onChange={r => onChange([...roles, r])}
          />
        </li>
      )}
    </ol>
  );
}

const approvers = ['approver', 'verifier', 'finance', 'contract_manager', 'quality'];

/** The steps of an approval: who, and how many different people of that role. */
export function Steps({
  steps,
  onChange,
}: {
  steps: readonly PolicyStep[];
  onChange: (steps: PolicyStep[]) => void;
}) {
  const { t } = useT();
  const put = (i: number, next: PolicyStep) =>
    onChange(steps.map((s, n) => (n === i ? next : s)));
  return (
    <ol className="flex min-w-72 flex-col gap-1">
      {steps.map((s, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
        <li key={i} className="flex items-center gap-1">
          <span className="num w-5 text-ink-3 text-sm">{i + 1}.</span>
          <Select
            bare
            className="flex-1"
            label={t('policies.stepRole', { n: i + 1 })}
            value={s.role}
            options={approvers.map(key => ({ key, text: codeText('state.role', key) }))}
            onChange={role => put(i, { ...s, role })}
          />
          <NumberField
            bare
            slim
            className="w-12"
            label={t('policies.stepCount', { n: i + 1 })}
            value={s.count}
            min={1}
            max={10}
            onChange={n => Number.isFinite(n) && put(i, { ...s, count: n })}
          />
          <IconButton
            icon={X}
            label={t('policies.removeStep', { n: i + 1 })}
            isDisabled={steps.length === 1}
            onPress={() => onChange(steps.filter((_, n) => n !== i))}
          />
          {i === steps.length - 1 && (
            <IconButton
              icon={Plus}
              label={t('policies.addStep')}
              isDisabled={steps.length >= 10}
              onPress={() => onChange([...steps, { role: 'approver', count: 1 }])}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
