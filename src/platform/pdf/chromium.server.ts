/**
 * Finds a Chromium for browser tests and PDFs, so that a fresh Linux machine needs no system package:
 * `CHROMIUM_PATH`, else an installed one, else the binary inside the npm package `@sparticuz/chromium`.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export type Chromium = {
  /** The program to start. */
  executablePath: string;
  /** The whole environment to start it with: ours, plus library and font folders where the machine lacks them. */
  env: Record<string, string>;
  /** Arguments every start needs; `--headless` and a debugging port are the caller's. */
  args: string[];
};

/**
 * The package's own default arguments are not used: `--single-process` crashes when a page closes, and
 * `--disable-web-security` would hide the very mistakes the tests look for. The rest keeps the browser from
 * calling home, which a test must never do.
 */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

const installedNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** First installed Chromium on PATH, or undefined. A wrapper that cannot say its version (an unready snap) is passed over. */
function installedChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = installedNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(
    (path) => isExecutable(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0,
  );
}

/** Shared libraries the program needs and this machine does not have; `undefined` when that cannot be known (no `ldd`). */
export function missingLibraries(executablePath: string): string[] | undefined {
  const { status, stdout } = spawnSync('ldd', [executablePath], { encoding: 'utf8', timeout: 20_000 });
  if (status !== 0) return undefined;
  return stdout
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}

/** Inside `node_modules`, so that removing the clone removes it; the temporary folder when that is read-only. */
function cacheRoot(packageRoot: string): string {
  const modules = dirname(dirname(packageRoot));
  try {
    accessSync(modules, constants.W_OK);
    return join(modules, '.cache', 'caunoi');
  } catch {
    return join(tmpdir(), `caunoi-${process.getuid?.() ?? 'cache'}`);
  }
}

/** The package's own file names the folders of a cloud function, which nobody has. */
const fontsConfiguration = (folder: string): string =>
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>
`;

/**
 * Decompresses the package's archives once (about 2 s, 280 MB) and returns the folder with `chromium`,
 * `al2023/lib` and `fonts`. Written beside and renamed, so that an interrupted or a parallel first run can
 * never leave half a binary behind.
 */
async function unpackedPackage(): Promise<string> {
  const packageRoot = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const target = join(cacheRoot(packageRoot), `chromium-${version}`);
  if (existsSync(join(target, 'chromium'))) return target;
  const partial = `${target}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  const { inflate } = await import('@sparticuz/chromium');
  // `inflate` writes to os.tmpdir(), which it reads before its first await; a shared /tmp/chromium of
  // another user would otherwise be picked up, or block us.
  const before = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'];
  const work = archives.map((archive) => inflate(join(packageRoot, 'bin', archive)));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(work);
  await writeFile(join(partial, 'fonts', 'fonts.conf'), fontsConfiguration(join(target, 'fonts')));
  await rename(partial, target).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(join(target, 'chromium'))) throw error;
  });
  return target;
}

function environment(additions: Record<string, string>): Record<string, string> {
  const own = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { ...Object.fromEntries(own), ...additions };
}

async function packagedChromium(): Promise<Chromium> {
  const folder = await unpackedPackage();
  const executablePath = join(folder, 'chromium');
  const additions: Record<string, string> = {};
  if (missingLibraries(executablePath)?.length !== 0) {
    const libraries = join(folder, 'al2023', 'lib');
    additions.LD_LIBRARY_PATH = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  }
  const fontsConfigured = process.env.FONTCONFIG_PATH ?? process.env.FONTCONFIG_FILE;
  if (!fontsConfigured && !existsSync('/etc/fonts/fonts.conf')) additions.FONTCONFIG_PATH = join(folder, 'fonts');
  return { executablePath, env: environment(additions), args: chromiumArguments };
}

/** Finds Chromium as described above; throws with one line that says what to do when `CHROMIUM_PATH` is wrong. */
export async function findChromium(): Promise<Chromium> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (isExecutable(wanted)) return { executablePath: wanted, env: environment({}), args: chromiumArguments };
    throw new Error(`CHROMIUM_PATH is ${wanted}, which is not a program that can be run. Correct it, or unset it.`);
  }
  const installed = installedChromium();
  if (installed) return { executablePath: installed, env: environment({}), args: chromiumArguments };
  return packagedChromium();
}
