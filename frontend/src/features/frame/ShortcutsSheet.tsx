import { useT } from '../../i18n';
import { useCurrentActions } from '../../lib/actions';
import { groupBy } from '../../lib/group';
import { showKeys } from '../../lib/keys';
import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Page';

/** What the keyboard can do here and now. */
export function ShortcutsSheet({
  open,
  onClose,
}: {
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useT();
  const groups = groupBy(
    useCurrentActions().filter(a => a.keys),
    a => a.group,
  );
  return (
    <Dialog title={t('frame.actions.shortcuts')} open={open} onClose={onClose} wide>
      <div className="columns-1 gap-8 sm:columns-2">
        {[...groups].map(([group, list]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="eyebrow pb-1">{group}</h3>
            <ul>
              {list.map(a => (
                <li
                  key={a.id}
                  className="flex min-h-8 items-center justify-between gap-4 border-b py-1"
                >
                  <span>{a.label}</span>
                  <Kbd>{showKeys(a.keys ?? '')}</Kbd>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
