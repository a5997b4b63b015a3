import { start } from './memory.js';

// Every worker of the page begins here: one wasm module serves them all.
// The page posts where the app's JavaScript is, the compiled module, a memory to join (none: a fresh one of its own) and
// the name of the exported function that serves the role; that function's answer goes back with "ready".
addEventListener('message', async ({ data: boot }) => {
  try {
    const app = await import(boot.app);
    await start(app.default, { module_or_path: boot.module, memory: boot.memory, thread_stack_size: boot.stack });
    const hello = await app[boot.role](boot.argument);
    postMessage({ loopscope: 'ready', hello });
  } catch (error) {
    postMessage({ loopscope: 'failed', why: String(error) });
  }
}, { once: true });
