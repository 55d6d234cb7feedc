import { useState } from 'react';
import * as A from 'react-aria-components';
import { useT } from '../../i18n';
import { type Action, useCurrentActions } from '../../lib/actions';
import { groupBy } from '../../lib/group';
import { showKeys } from '../../lib/keys';
import { matches } from '../../lib/layout';
import { Kbd } from '../../ui/Page';

/** Every action of the program by its name, typed on either layout. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useT();
  const actions = useCurrentActions();
  const [query, setQuery] = useState('');
  const close = () => {
    setQuery('');
    onClose();
  };
  const found = actions.filter(
    a =>
      !a.disabled && a.id !== 'frame.palette' && matches(`${a.label} ${a.group}`, query),
  );
  const groups = groupBy(found, a => a.group);
  const run = (id: A.Key) => {
    const action = found.find(a => a.id === id);
    close();
    action?.run();
  };
  return (
    <A.ModalOverlay
      isOpen={open}
      onOpenChange={o => !o && close()}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-veil p-4 pt-[12vh]"
    >
      <A.Modal className="w-full max-w-xl overflow-hidden rounded border border-line bg-surface shadow-pane">
        <A.Dialog
          aria-label={t('frame.actions.palette')}
          className="flex max-h-[60vh] flex-col outline-none"
        >
          <A.Autocomplete inputValue={query} onInputChange={setQuery}>
            <A.SearchField
              aria-label={t('frame.palette.placeholder')}
              autoFocus
              className="border-b"
            >
              <A.Input
                placeholder={t('frame.palette.placeholder')}
                className="h-12 w-full bg-transparent px-4 text-lg outline-none placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden"
              />
            </A.SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <div tabIndex={0} className="min-h-0 overflow-y-auto -outline-offset-2">
              <A.Menu
                onAction={run}
                renderEmptyState={() => (
                  <p className="p-4 text-ink-3">{t('frame.palette.empty')}</p>
                )}
                className="p-1 outline-none"
              >
                {[...groups].map(([group, list]) => (
                  <A.MenuSection key={group} id={group}>
                    <A.Header className="eyebrow px-3 pt-2 pb-1">{group}</A.Header>
                    {list.map(a => (
                      <Row key={a.id} action={a} />
                    ))}
                  </A.MenuSection>
                ))}
              </A.Menu>
            </div>
          </A.Autocomplete>
        </A.Dialog>
      </A.Modal>
    </A.ModalOverlay>
  );
}

function Row({ action }: { action: Action }) {
  const Icon = action.icon;
  return (
    <A.MenuItem
      id={action.id}
      textValue={action.label}
      className="row-dense flex items-center gap-3 rounded-sm px-3 outline-none data-focused:bg-selected"
    >
      {Icon ? (
        <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      ) : (
        <span className="size-4" />
      )}
      <span className="min-w-0 flex-1">{action.label}</span>
      {action.keys && <Kbd>{showKeys(action.keys)}</Kbd>}
    </A.MenuItem>
  );
}
