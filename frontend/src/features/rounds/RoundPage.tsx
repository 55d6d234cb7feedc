import { useParams } from '@tanstack/react-router';
import { BadgeCheck, TriangleAlert } from 'lucide-react';
import { useRound } from '../../api';
import { useT } from '../../i18n';
import { count, percent } from '../../lib/format';
import { When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { Badge } from '../../ui/StateBadge';
import { FiguresBeside } from './FiguresBeside';
import { Lines, Outcome } from './Outcome';

/** A round that was signed: what went in, what came out, and that this laptop finds the same. */
export function RoundPage() {
  const { t, lang } = useT();
  const { id = '' } = useParams({ strict: false });
  const round = useRound(id);
  return (
    <View of={round}>
      {r => (
        <Page
          title={t('rounds.named', { number: r.row.number })}
          note={
            <>
              <When at={r.row.signedAt} />, {r.row.signedBy}
            </>
          }
          actions={
            r.verified ? (
              <Badge tone="go" icon={BadgeCheck} text={t('rounds.agrees')} />
            ) : (
              <Badge tone="alarm" icon={TriangleAlert} text={t('rounds.differs')} />
            )
          }
        >
          <ScrollArea
            label={r.row.number}
            className="flex min-h-0 flex-1 flex-col gap-5 p-4 *:shrink-0"
          >
            <div className="grid gap-5 @4xl:grid-cols-[minmax(0,1fr)_22rem]">
              <Section title={t('rounds.settings')}>
                <Facts
                  rows={[
                    [t('rounds.cutOff'), <When key="c" at={r.row.cutOff} />],
                    [t('rounds.floor'), t('rounds.pieces', { n: count(r.form.floor) })],
                    [t('rounds.floorShare'), percent(r.form.floorShare, lang)],
                    [
                      t('rounds.input'),
                      <span key="i" className="break-all font-mono text-xs">
                        {r.row.input}
                      </span>,
                    ],
                    ...(r.comment
                      ? [[t('act.facts.comment'), r.comment] as [string, string]]
                      : []),
                  ]}
                />
              </Section>
              <FiguresBeside figures={r.figures} items={r.items} />
            </div>
            <Outcome view={r} compare={false} />
            <Lines lines={r.lines} />
          </ScrollArea>
        </Page>
      )}
    </View>
  );
}
