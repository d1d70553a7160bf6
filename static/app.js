// What runs beside the app. The build puts it into the script of the app: in the page itself it would hold the first
// paint up.

// Loads the edge's page again: after a trap in the app, or when something took the page apart. Three times in a tab at
// most, since what stopped the app may do so again.
globalThis.startAgain = () => {
  try {
    const times = Number(sessionStorage.startedAgain) || 0;
    if (times < 3) {
      sessionStorage.startedAgain = times + 1;
      location.reload();
    }
  } catch {
    // No storage to count in.
  }
};
addEventListener('error', event => event.error instanceof WebAssembly.RuntimeError && startAgain());

// A browser's first date loads its tables of dates, which is done here while the module is under way. Only pages of
// somebody who is signed in have dates; a browser without `Temporal` tells its time zone by one too.
if (self.PerformanceObserver && (!self.Temporal || document.querySelector('[action="/sign-out"]'))) {
  new PerformanceObserver(() => new Intl.DateTimeFormat).observe({ type: 'paint', buffered: true });
}
