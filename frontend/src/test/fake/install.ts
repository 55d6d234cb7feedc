import { type FakeStart, makeFake } from './bridge';

/** Puts the fake where the bindings look for Go. Returns the way to send events. */
export function installFake(start: FakeStart = {}): ReturnType<typeof makeFake> {
  const fake = makeFake(start);
  Object.assign(window, {
    go: { app: { App: fake.bridge } },
    runtime: { EventsOn: fake.on },
  });
  return fake;
}
