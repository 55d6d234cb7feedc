import { Minus, Moon, MoonStar, Plus, Sun, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAppState } from '../../api';
import { codeText, useT } from '../../i18n';
import { langs, setPrefs, type Theme, usePrefs, zooms } from '../../lib/prefs';
import { Button } from '../../ui/Button';
import { Segmented } from '../../ui/fields';
import { View } from '../../ui/forms';
import { Facts, Page, Section } from '../../ui/Page';

const icon = (I: typeof Sun): ReactNode => <I aria-hidden className="size-4" />;
const themeIcons: Record<Theme, ReactNode> = {
  light: icon(Sun),
  dark: icon(Moon),
  blackout: icon(MoonStar),
  system: icon(SunMoon),
};
const themeOrder: readonly Theme[] = ['light', 'dark', 'blackout', 'system'];

/** How the window looks and speaks, and what this profile is. All of it works offline. */
export function SettingsPage() {
  const { t } = useT();
  const { language, theme, zoom } = usePrefs();
  const state = useAppState();
  return (
    <Page title={t('frame.pages.settings')}>
      <div className="flex-1 overflow-y-auto">
        <div className="flex max-w-3xl flex-col gap-8 px-6 py-6">
          <Section title={t('settings.language')}>
            <Segmented
              bare
              label={t('settings.language')}
              value={language}
              options={langs.map(key => ({ key, text: t(`settings.languages.${key}`) }))}
              onChange={l => setPrefs({ language: l })}
            />
          </Section>
          <Section title={t('settings.theme')}>
            <Segmented
              bare
              label={t('settings.theme')}
              value={theme}
              options={themeOrder.map(key => ({
                key,
                text: t(`settings.themes.${key}`),
                icon: themeIcons[key],
              }))}
              onChange={th => setPrefs({ theme: th })}
            />
            <p className="text-ink-3 text-sm">{t('settings.themeNote')}</p>
          </Section>
          <Section title={t('settings.zoom')}>
            <Zoom zoom={zoom} />
          </Section>
          <Section title={t('settings.profile')}>
            <View of={state}>
              {s => (
                <Facts
                  rows={[
                    [t('settings.person'), s.personName],
                    [
                      t('settings.roles'),
                      s.roles.map(r => codeText('state.role', r)).join(', '),
                    ],
                    [t('settings.org'), `${s.orgNumber} · ${s.orgName}`],
                    [t('settings.device'), s.deviceName],
                    [t('settings.server'), s.server],
                    [t('settings.profileName'), s.profile],
                    [
                      t('settings.version'),
                      <span key="v" className="num">
                        {s.version}
                      </span>,
                    ],
                  ]}
                />
              )}
            </View>
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Zoom({ zoom }: { zoom: number }) {
  const { t } = useT();
  const smaller = zooms.findLast(z => z < zoom);
  const larger = zooms.find(z => z > zoom);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        icon={Minus}
        isDisabled={smaller === undefined}
        onPress={() => smaller && setPrefs({ zoom: smaller })}
      >
        {t('settings.smaller')}
      </Button>
      <output className="num min-w-14 text-center font-medium">{zoom}&nbsp;%</output>
      <Button
        icon={Plus}
        isDisabled={larger === undefined}
        onPress={() => larger && setPrefs({ zoom: larger })}
      >
        {t('settings.larger')}
      </Button>
      {zoom !== 100 && (
        <Button look="quiet" onPress={() => setPrefs({ zoom: 100 })}>
          {t('settings.normal')}
        </Button>
      )}
    </div>
  );
}
