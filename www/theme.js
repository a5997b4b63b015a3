// The theme that was chosen on this device, before anything is drawn (src/ui/choices.rs; kept by src/ui/storage.rs).
try {
  const theme = localStorage.getItem('loopscope:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Where nothing can be kept, the system decides.
}
