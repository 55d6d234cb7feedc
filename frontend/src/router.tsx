import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from '@tanstack/react-router';
import { App } from './app';
import { BudgetPage } from './features/budget/BudgetPage';
import { CartPage } from './features/cart/CartPage';
import { CataloguePage } from './features/catalogue/CataloguePage';
import { catalogueSearch } from './features/catalogue/search';
import { LogPage } from './features/log/LogPage';
import { logSearch } from './features/log/search';
import { OrderPage } from './features/orders/OrderPage';
import { OrdersPage } from './features/orders/OrdersPage';
import { ordersSearch } from './features/orders/search';
import { SettingsPage } from './features/settings/SettingsPage';
import { SignPage } from './features/sign/SignPage';
import { ErrorView } from './ui/forms';

// The map of the window. A feature gives its pages and the reader of its typed
// address; the address holds filters and what is open, so that back, reload and
// a link bring the same picture.
const root = createRootRoute({ component: App });
const page = <P extends string>(path: P) => ({ getParentRoute: () => root, path });

const tree = root.addChildren([
  createRoute({ ...page('/'), component: () => null }),
  createRoute({
    ...page('/catalogue'),
    component: CataloguePage,
    validateSearch: catalogueSearch,
  }),
  createRoute({ ...page('/cart'), component: CartPage }),
  createRoute({ ...page('/sign'), component: SignPage }),
  createRoute({
    ...page('/orders'),
    component: OrdersPage,
    validateSearch: ordersSearch,
  }),
  createRoute({ ...page('/orders/$id'), component: OrderPage }),
  createRoute({ ...page('/budget'), component: BudgetPage }),
  createRoute({ ...page('/log'), component: LogPage, validateSearch: logSearch }),
  createRoute({ ...page('/settings'), component: SettingsPage }),
]);

export const makeRouter = () =>
  createRouter({
    routeTree: tree,
    history: createHashHistory(),
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: () => <Navigate to="/" />,
  });

/** A mistake of the program itself: said plainly, the rest of the window stays. */
function Broken({ reset }: { reset: () => void }) {
  return <ErrorView error={{ code: 'internal', reasons: [] }} onRetry={reset} />;
}
