// The window that a card opens: hands the code to the card, which alone can use it, and goes on. The directory's own pages
// may cut the window off from the card, so that this is the last chance to speak to it.
{
  const { code, next, closes } = document.getElementById("window").dataset;
  const go = () => next && location.replace(next);
  if (code && opener) {
    addEventListener("message", ({ source, origin, data }) => {
      if (source === opener && origin === location.origin && data?.latchkey === 1 && data.type === "taken") go();
    });
    opener.postMessage({ latchkey: 1, type: "code", code }, location.origin);
    setTimeout(go, 2000);
  } else go();
  if (closes) close();
}
