// The page that says why a passkey cannot be added: shows what this browser can do in place of what is needed, there and
// in the text for the help desk, which it copies. Sends nothing.
{
  const text = document.querySelector("textarea");
  const copy = document.querySelector("[data-copied]");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    copy.textContent = copy.dataset.copied;
  });
  const found = [...document.querySelectorAll("[data-browser]")];
  const agent = navigator.userAgent;
  const show = (name) => {
    const chosen = found.find((one) => one.dataset.browser === name);
    for (const one of found) one.hidden = one !== chosen;
    if ("stands" in chosen.dataset) chosen.parentNode.prepend(chosen);
    text.value = text.value.replace(found[0].dataset.line, () => chosen.dataset.line);
    const fine = document.querySelector("[data-fine]");
    if (fine && "stands" in chosen.dataset) {
      fine.nextElementSibling.hidden = false;
      fine.remove();
    }
  };
  // What apps show pages in says so on Android, or leaves out that it is Safari. `Browser::is_in_app` of the app
  // looks for the same.
  const isInApp =
    /; wv\)|FBA[NV]|Instagram|MicroMessenger|Line\//.test(agent) ||
    (/AppleWebKit\//.test(agent) && !/Safari\//.test(agent) && !navigator.standalone);
  const key = self.PublicKeyCredential;
  if (isInApp) show("in-app");
  else if (!key) show("old");
  else {
    const can = key.isUserVerifyingPlatformAuthenticatorAvailable;
    can?.call(key).then((able) => show(able ? "able" : "elsewhere"), () => {});
  }
}
