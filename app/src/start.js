// Fetches all that the page needs to come alive, side by side, while the page is still being read; then the app takes
// over. Until then, and where it cannot be fetched, the page works as a document.
(scripts, wasm, chunks) => {
  for (const href of [wasm, ...chunks]) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href });
    document.head.append(link);
  }
  const modules = Promise.all(scripts.map((script) => import(script)));
  addEventListener('DOMContentLoaded', async () => {
    const [app] = await modules;
    await app.default({ module_or_path: wasm });
    await app.hydrate();
    document.documentElement.dataset.alive = '';
  });
}
