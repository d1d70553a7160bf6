// The demo's own script: lists the events of the cards, and changes their theme.
const names = ["ready", "signed-in", "signed-out", "method-added", "method-removed", "pass-expiring", "error"];
const cards = document.querySelectorAll("latchkey-card");
for (const card of cards) {
  for (const name of names) {
    card.addEventListener(name, ({ detail }) => {
      const line = document.createElement("li");
      line.textContent = `${card.id}: ${name} ${detail.reason ?? ""}`.trim();
      document.getElementById("events").append(line);
    });
  }
}
document.getElementById("theme").addEventListener("click", () => {
  for (const card of cards) card.setAttribute("theme", card.getAttribute("theme") === "dark" ? "light" : "dark");
});
