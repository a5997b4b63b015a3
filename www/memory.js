/** Starts a module. Some phones can't reserve as much memory as it may want at most: 256 MiB then, enough for most programs. */
export function start(init, options) {
  return init(options).catch((error) => {
    if (options.memory || !(error instanceof RangeError)) throw error;
    return init({ ...options, memory: new WebAssembly.Memory({ initial: 64, maximum: 4096, shared: true }) });
  });
}
