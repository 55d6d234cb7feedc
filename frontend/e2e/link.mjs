// A TCP link that can be cut: tests put it between a window and the server.
import { connect, createServer } from 'node:net';

/** Listens on a free loopback port and carries bytes to the target port. */
export async function openLink(target) {
  const sockets = new Set();
  let cut = false;
  const server = createServer(near => {
    if (cut) return near.resetAndDestroy();
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', done);
  });
  return {
    port: server.address().port,
    cut() {
      cut = true;
      for (const s of sockets) s.resetAndDestroy();
    },
    restore() {
      cut = false;
    },
    close() {
      this.cut();
      server.close();
    },
  };
}
