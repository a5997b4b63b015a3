// Every worker of the page begins here: one wasm module serves them all.
// The page posts where the app's JavaScript is, the compiled module, a memory to join (none: a fresh one of its own) and
// the name of the exported function that serves the role; that function's answer goes back with "ready".
addEventListener('message', async ({ data: boot }) => {
  try {
    const app = await import(boot.app);
    const start = (memory) => app.default({ module_or_path: boot.module, memory, thread_stack_size: boot.stack });
    await start(boot.memory).catch((error) => {
      // Some phones can't reserve as much as a module may want at most: 256 MiB then.
      if (boot.memory || !(error instanceof RangeError)) throw error;
      return start(new WebAssembly.Memory({ initial: 64, maximum: 4096, shared: true }));
    });
    const hello = await app[boot.role](boot.argument);
    postMessage({ loopscope: 'ready', hello });
  } catch (error) {
    postMessage({ loopscope: 'failed', why: String(error) });
  }
}, { once: true });
