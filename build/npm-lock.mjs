// Completes frontend/package-lock.json after a change of the page's packages:
//   npm --prefix frontend install && node build/npm-lock.mjs
// npm leaves out the packages of other systems when the registry at hand does
// not serve them, and npm ci then refuses the lock everywhere. Their versions
// are named by the packages that want them, their systems by their names. It
// also drops registry addresses, so that a lock made beside a mirror works
// beside another.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../frontend/package-lock.json', import.meta.url)
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'ppc64le', 'riscv64', 's390x', 'wasm32', 'x64']
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

const lock = JSON.parse(readFileSync(file, 'utf8'))
const { '': root, ...packages } = lock.packages
const added = []

for (const [path, wanting] of Object.entries(packages)) {
  delete wanting.resolved
  for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
    if (packages[`node_modules/${name}`] || packages[`${path}/node_modules/${name}`]) continue
    const words = name.split(/[-/]/)
    const os = systems.find(s => words.includes(s))
    const cpu = processors.find(p => words.includes(p))
    const libc = os === 'linux' && libraries[words.find(w => w in libraries)]
    if (!/^\d/.test(version) || !(os || cpu)) {
      console.error(`npm-lock: cannot tell which system ${name}@${version} (of ${path}) is for`)
      process.exitCode = 1
      continue
    }
    packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(wanting.dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    }
    added.push(name)
  }
}

const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: { '': root, ...sorted } }, null, 2)}\n`)
console.log(`npm-lock: ${added.length} packages of other systems added`)
