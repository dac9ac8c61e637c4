// Once the page is there with its pictures, fetches all that it needs to come alive, side by side; then the app takes over.
// Until then, and where it cannot be fetched, the page works as a document.
(scripts, wasm, chunks) => {
  const start = async () => {
    for (const href of [wasm, ...chunks]) {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href });
      document.head.append(link);
    }
    const [app] = await Promise.all(scripts.map((script) => import(script)));
    await app.default({ module_or_path: wasm });
    await app.hydrate();
    document.documentElement.dataset.alive = '';
  };
  addEventListener('load', () => setTimeout(start));
}
