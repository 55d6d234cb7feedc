import type { RoundForm, RoundPreview, TierView, Urgency } from '../../api';
import { useT } from '../../i18n';
import { count, percent } from '../../lib/format';
import { NumberField } from '../../ui/fields';
import { Section } from '../../ui/Page';
import { Slider } from '../../ui/Slider';

const postures = ['engaged', 'forming', 'training', 'in_reserve'] as const;
const urgencies: readonly Urgency[] = ['urgent', 'priority', 'routine'];
const lastTier = 9;

interface Props {
  form: RoundForm;
  own: RoundForm;
  view: RoundPreview;
  onChange: (form: RoundForm) => void;
}

/** The sliders of a round: least pieces for each, the part kept for that, who is first, whose word weighs more. */
export function Settings({ form, own, view, onChange }: Props) {
  const { t, lang } = useT();
  const most = Math.max(20, own.floor * 2, form.floor);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="grid gap-x-8 gap-y-3 @3xl:grid-cols-2">
        <Slider
          label={t('rounds.floor')}
          value={form.floor}
          text={t('rounds.pieces', { n: count(form.floor) })}
          max={most}
          onChange={floor => onChange({ ...form, floor })}
        />
        <Slider
          label={t('rounds.floorShare')}
          value={form.floorShare}
          text={percent(form.floorShare, lang)}
          max={10_000}
          step={100}
          onChange={floorShare => onChange({ ...form, floorShare })}
        />
      </div>
      <div className="grid items-start gap-x-6 gap-y-5 @3xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Tiers form={form} onChange={onChange} />
        <Weights form={form} view={view} onChange={onChange} />
      </div>
    </div>
  );
}

const tierOf = (tiers: readonly TierView[], posture: string, urgency: string): number =>
  tiers.find(x => x.posture === posture && x.urgency === urgency)?.tier ?? lastTier;

function Tiers({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const { t } = useT();
  const set = (posture: string, urgency: string, tier: number) =>
    onChange({
      ...form,
      tiers: [
        ...form.tiers.filter(x => x.posture !== posture || x.urgency !== urgency),
        { posture, urgency, tier },
      ],
    });
  return (
    <Section title={t('rounds.tiers')}>
      <table className="w-full table-fixed border-collapse text-sm">
        <thead>
          <tr className="text-ink-3 text-xs">
            <td className="w-24" />
            {urgencies.map(u => (
              <th
                key={u}
                scope="col"
                className="truncate pb-1 font-medium"
                title={t(`state.urgency.${u}`)}
              >
                {t(`state.urgency.${u}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {postures.map(p => (
            <tr key={p}>
              <th scope="row" className="py-0.5 pe-2 text-start font-normal">
                {t(`state.posture.${p}`)}
              </th>
              {urgencies.map(u => (
                <td key={u} className="px-0.5 py-0.5">
                  <NumberField
                    bare
                    slim
                    label={`${t(`state.posture.${p}`)}, ${t(`state.urgency.${u}`)}`}
                    value={tierOf(form.tiers, p, u)}
                    min={1}
                    max={lastTier}
                    onChange={n => Number.isFinite(n) && set(p, u, n)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-ink-3 text-xs">{t('rounds.tiersNote')}</p>
    </Section>
  );
}

/** How many units' weights stand in sight at once. */
const shown = 60;

function Weights({ form, view, onChange }: Pick<Props, 'form' | 'view' | 'onChange'>) {
  const { t } = useT();
  const set = (unitId: string, unitNo: string, weight: number) =>
    onChange({
      ...form,
      weights: [
        ...form.weights.filter(w => w.unitId !== unitId),
        { unitId, unitNo, weight },
      ],
    });
  return (
    <Section title={t('rounds.weights')}>
      <ul className="flex max-h-40 flex-col overflow-y-auto pe-1">
        {view.units.slice(0, shown).map(u => (
          <li
            key={u.unitId}
            className="flex items-center gap-2 border-t py-0.5 first:border-t-0"
          >
            <span className="num w-14 shrink-0">{u.unitNo}</span>
            <span
              className="min-w-0 flex-1 truncate text-ink-3 text-sm"
              title={u.unitName}
            >
              {u.unitName}
            </span>
            <NumberField
              bare
              className="w-24 shrink-0"
              label={`${t('rounds.weight')}: ${u.unitNo}`}
              value={form.weights.find(w => w.unitId === u.unitId)?.weight ?? u.weight}
              min={1}
              max={1000}
              onChange={n => Number.isFinite(n) && set(u.unitId, u.unitNo, n)}
            />
          </li>
        ))}
      </ul>
      <p className="text-ink-3 text-xs">{t('rounds.weightsNote')}</p>
    </Section>
  );
}
