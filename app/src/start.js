// Fetches the app and has it take over the page. Until then, and where it cannot be fetched, the page works as a document.
async (js, wasm) => {
  const app = await import(js);
  await app.default({ module_or_path: wasm });
  await app.hydrate();
  document.documentElement.dataset.alive = '';
}
