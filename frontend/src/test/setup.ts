import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { startTexts } from '../i18n';
import { clearToasts } from '../lib/toasts';

configure({ asyncUtilTimeout: 60_000 }); // as with whole tests: a busy machine is no failure
startTexts();

// happy-dom draws nothing: give every element a size, so that what is virtual has rows in sight.
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', {
  configurable: true,
  value: 800,
});
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', {
  configurable: true,
  value: 1000,
});
Object.defineProperty(HTMLElement.prototype, 'clientHeight', {
  configurable: true,
  value: 800,
});
Object.defineProperty(HTMLElement.prototype, 'clientWidth', {
  configurable: true,
  value: 1000,
});

afterEach(() => {
  cleanup();
  clearToasts();
});
