import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import { useAppState, type Zone } from './api';
import { App } from './app';
import { BudgetPage } from './features/budget/BudgetPage';
import { BudgetsPage } from './features/budget/BudgetsPage';
import { FundPage } from './features/budget/FundPage';
import { budgetSearch } from './features/budget/search';
import { CartPage } from './features/cart/CartPage';
import { CasePage } from './features/cases/CasePage';
import { CasesPage } from './features/cases/CasesPage';
import { casesSearch } from './features/cases/search';
import { CataloguePage } from './features/catalogue/CataloguePage';
import { catalogueSearch } from './features/catalogue/search';
import { ClaimPage } from './features/claims/ClaimPage';
import { ClaimsPage } from './features/claims/ClaimsPage';
import { CourierPage } from './features/courier/CourierPage';
import { DashboardPage } from './features/dashboard/DashboardPage';
import { BoardPage } from './features/delivery/BoardPage';
import { DeliveryPage } from './features/delivery/DeliveryPage';
import { PaperPage } from './features/delivery/PaperPage';
import { deliverySearch } from './features/delivery/search';
import { FleetPage } from './features/fleet/FleetPage';
import { fleetSearch } from './features/fleet/search';
import { LogPage } from './features/log/LogPage';
import { logSearch } from './features/log/search';
import { InvoicePage } from './features/money/InvoicePage';
import { InvoicesPage } from './features/money/InvoicesPage';
import { PaymentsPage } from './features/money/PaymentsPage';
import { OrderPage } from './features/orders/OrderPage';
import { OrdersPage } from './features/orders/OrdersPage';
import { ordersSearch } from './features/orders/search';
import { ParcelsPage } from './features/parcels/ParcelsPage';
import { DelegationsPage } from './features/policies/DelegationsPage';
import { PoliciesPage } from './features/policies/PoliciesPage';
import { PosturePage } from './features/posture/PosturePage';
import { AllOrdersPage } from './features/queue/AllOrdersPage';
import { QueuePage } from './features/queue/QueuePage';
import { queueSearch } from './features/queue/search';
import { CountPage } from './features/receive/CountPage';
import { ReceivePage } from './features/receive/ReceivePage';
import { RegisterPage, registerSearch } from './features/registry/RegisterPage';
import { RoundDesk } from './features/rounds/RoundDesk';
import { RoundPage } from './features/rounds/RoundPage';
import { RoundsPage } from './features/rounds/RoundsPage';
import { roundsSearch } from './features/rounds/search';
import { SettingsPage } from './features/settings/SettingsPage';
import { SignPage } from './features/sign/SignPage';
import { SupplierOrderPage } from './features/supplier/SupplierOrderPage';
import { SupplierOrdersPage } from './features/supplier/SupplierOrdersPage';
import { TodayPage } from './features/supplier/TodayPage';
import { paperSearch } from './lib/papers';
import { ErrorView } from './ui/forms';

// The map of the window. A feature gives its pages and the reader of its typed
// address; the address holds filters and what is open, so that back, reload and
// a link bring the same picture.
const root = createRootRoute({ component: App });
const page = <P extends string>(path: P) => ({ getParentRoute: () => root, path });

/** One address, another page where the zone works another way with the same thing. */
function byZone(
  pages: Partial<Record<Zone, FunctionComponent>>,
  Others: FunctionComponent,
): FunctionComponent {
  return function Zoned() {
    const Own = pages[useAppState().data?.zone ?? ''] ?? Others;
    return <Own />;
  };
}

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
    component: byZone({ agency: AllOrdersPage }, OrdersPage),
    validateSearch: (raw: Record<string, unknown>) => ({
      ...queueSearch(raw),
      ...ordersSearch(raw),
    }),
  }),
  createRoute({
    ...page('/orders/$id'),
    component: byZone({ supplier: SupplierOrderPage }, OrderPage),
  }),
  createRoute({
    ...page('/budget'),
    component: byZone({ agency: BudgetsPage, general_staff: BudgetsPage }, BudgetPage),
    validateSearch: budgetSearch,
  }),
  createRoute({ ...page('/queue'), component: QueuePage, validateSearch: queueSearch }),
  createRoute({
    ...page('/receive'),
    component: ReceivePage,
    validateSearch: paperSearch,
  }),
  createRoute({ ...page('/receive/$id'), component: CountPage }),
  createRoute({
    ...page('/deliveries'),
    component: BoardPage,
    validateSearch: deliverySearch,
  }),
  createRoute({ ...page('/deliveries/$id'), component: DeliveryPage }),
  createRoute({
    ...page('/claims'),
    component: ClaimsPage,
    validateSearch: paperSearch,
  }),
  createRoute({ ...page('/claims/$id'), component: ClaimPage }),
  createRoute({ ...page('/today'), component: TodayPage }),
  createRoute({
    ...page('/supplier-orders'),
    component: SupplierOrdersPage,
    validateSearch: paperSearch,
  }),
  createRoute({ ...page('/supplier-orders/$id'), component: SupplierOrderPage }),
  createRoute({ ...page('/paper/$kind/$id'), component: PaperPage }),
  createRoute({ ...page('/budget/$id'), component: FundPage }),
  createRoute({ ...page('/posture'), component: PosturePage }),
  createRoute({
    ...page('/rounds'),
    component: RoundsPage,
    validateSearch: roundsSearch,
  }),
  createRoute({
    ...page('/rounds/new'),
    component: RoundDesk,
    validateSearch: roundsSearch,
  }),
  createRoute({ ...page('/rounds/$id'), component: RoundPage }),
  createRoute({
    ...page('/invoices'),
    component: InvoicesPage,
    validateSearch: paperSearch,
  }),
  createRoute({ ...page('/invoices/$id'), component: InvoicePage }),
  createRoute({
    ...page('/payments'),
    component: PaymentsPage,
    validateSearch: paperSearch,
  }),
  createRoute({
    ...page('/register'),
    component: RegisterPage,
    validateSearch: registerSearch,
  }),
  createRoute({
    ...page('/parcels'),
    component: ParcelsPage,
    validateSearch: paperSearch,
  }),
  createRoute({ ...page('/policies'), component: PoliciesPage }),
  createRoute({ ...page('/delegations'), component: DelegationsPage }),
  createRoute({ ...page('/dashboard'), component: DashboardPage }),
  createRoute({ ...page('/cases'), component: CasesPage, validateSearch: casesSearch }),
  createRoute({ ...page('/cases/$id'), component: CasePage }),
  createRoute({ ...page('/fleet'), component: FleetPage, validateSearch: fleetSearch }),
  createRoute({ ...page('/log'), component: LogPage, validateSearch: logSearch }),
  createRoute({ ...page('/courier'), component: CourierPage }),
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
