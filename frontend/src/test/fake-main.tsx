// The window over the in-memory stand-in, for work on the looks and for
// pictures: `npm run preview:fake`, then /fake.html?scenario=empty&lang=en …
import { start } from '../start';
import type { FakeStart } from './fake/bridge';
import { installFake } from './fake/install';

const asked = Object.fromEntries(new URLSearchParams(location.search)) as Record<
  string,
  string
>;
localStorage.clear();
sessionStorage.clear();
// The hash router would take the fake's own parameters for the page's.
history.replaceState(null, '', `${location.pathname}${location.hash}`);
installFake({
  ...(asked as Omit<FakeStart, 'zoom' | 'cart'>),
  ...(asked['zoom'] ? { zoom: Number(asked['zoom']) } : {}),
  ...(asked['cart'] ? { cart: asked['cart'] as 'ready' | 'no' } : {}),
});
start();
