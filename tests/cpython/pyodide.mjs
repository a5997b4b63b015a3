// Runs one program in CPython 3.14, which is pyodide here: a wasm module under node, without threads and sockets.
//
//     node tests/cpython/pyodide.mjs FOLDER PROGRAM.py TAKEN      FOLDER is where npm has installed pyodide
//
// Time is virtual: only waiting takes some, and asking for the time a microsecond (`pyodide_driver.py`). What it prints is
// one JSON object: `stdout` and `stderr` as [[seconds, line]], `code`, `end` in seconds, and `trees`, what `asyncio pstree`
// would have printed at the moments that the program names.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, program, taken] = process.argv.slice(2);
const where = createRequire(path.resolve(folder, "package.json")).resolve("pyodide/pyodide.mjs");
const { loadPyodide } = await import(pathToFileURL(where).href);
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0", HOME: "/", COLUMNS: "120" } });

const name = path.basename(program);
python.FS.writeFile(`/${name}`, readFileSync(program));
const driver = readFileSync(new URL("pyodide_driver.py", import.meta.url), "utf8");
const globals = python.globals.get("dict")();
python.runPython(driver, { filename: "/driver.py", globals });
process.stdout.write(globals.get("run")(name, Number(taken)));
