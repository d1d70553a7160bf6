// What runs beside the app. The build puts it into the script of the app: in the page itself it would hold the first
// paint up.

// The first of a browser loads its tables of dates, which is done here while the module is under way.
new PerformanceObserver(() => new Intl.DateTimeFormat).observe({ type: 'paint', buffered: true });

// The page of the edge once more, unless it has just been tried: where the app has come to a trap, and where it finds
// that something took it out of the page.
globalThis.startAgain = () => {
  const last = sessionStorage.startedAgain, now = Date.now();
  if (!(now - last < 30000)) {
    sessionStorage.startedAgain = now;
    location.reload();
  }
};
addEventListener('error', event => event.error instanceof WebAssembly.RuntimeError && startAgain());
