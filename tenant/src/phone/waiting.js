// Presses the button of a waiting page when the directory has news. Without it the person presses the button.
const waiting = document.querySelector("[data-waits]");
const look = async () => {
  try {
    const answer = await fetch(waiting.dataset.waits, { cache: "no-store" });
    if (answer.ok && (await answer.json()).ready) {
      waiting.querySelector("button, a").click();
      return;
    }
  } catch {
    // The directory is away for a moment.
  }
  setTimeout(look, 2000);
};
if (waiting) setTimeout(look, 2000);
