// Plain HTML: the element is in the page, and its script comes from Latchkey.
const card = document.querySelector("latchkey-card");
const page = document.getElementById("page");
const events = document.getElementById("events");

const hear = (text) => {
  const line = document.createElement("li");
  line.textContent = text;
  events.append(line);
};
for (const name of ["ready", "signed-in", "signed-out", "method-added", "method-removed", "pass-expiring"]) {
  card.addEventListener(name, () => hear(name));
}
card.addEventListener("error", ({ detail }) => hear(`error: ${detail.reason}`));

document.getElementById("compact").addEventListener("click", () => {
  card.setAttribute("view", card.getAttribute("view") === "compact" ? "full" : "compact");
});
document.getElementById("away").addEventListener("click", () => {
  if (card.isConnected) card.remove();
  else page.append(card);
});
