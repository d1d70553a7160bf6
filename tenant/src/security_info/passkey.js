// The two WebAuthn ceremonies of the embedded tenant's own pages. It keeps nothing.
const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (descriptor) => ({ ...descriptor, id: decode(descriptor.id) });
const button = document.querySelector("[data-ceremony]");
const error = document.getElementById("ceremony-error");

// Web Authentication Level 3, section 7.2: sign in.
const get = async () => {
  const options = JSON.parse(button.dataset.options);
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      allowCredentials: options.allowCredentials.map(withBytes),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  const form = button.form;
  form.elements.credential.value = JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: {
      authenticatorData: encode(authenticatorData),
      clientDataJSON: encode(clientDataJSON),
      signature: encode(signature),
      userHandle: userHandle ? encode(userHandle) : null,
    },
  });
  form.requestSubmit(document.getElementById("send-passkey"));
};

// Web Authentication Level 3, section 7.1: register.
const create = async () => {
  const form = button.form;
  const name = form.elements.name.value.trim();
  if (!name) throw new Error("Give the passkey a name.");
  const send = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", "x-canary": form.elements.canary.value },
      body,
    });
    const text = await answer.text();
    const answered = text ? JSON.parse(text) : {};
    if (!answer.ok) throw new Error(answered.error?.message ?? "The directory refused it.");
    return answered;
  };
  const { publicKey: options } = await send(button.dataset.begin, "{}");
  const attachment = button.dataset.attachment;
  const selection = options.authenticatorSelection;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      authenticatorSelection: attachment ? { ...selection, authenticatorAttachment: attachment } : selection,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: options.excludeCredentials.map(withBytes),
    },
  });
  await send(button.dataset.finish, JSON.stringify({
    displayName: name,
    publicKeyCredential: {
      id: credential.id,
      response: {
        clientDataJSON: encode(credential.response.clientDataJSON),
        attestationObject: encode(credential.response.attestationObject),
      },
      clientExtensionResults: {},
    },
  }));
  location.assign(button.dataset.done);
};

const words = (reason) => {
  if (reason.name === "InvalidStateError") return "This device or security key is already registered.";
  if (reason instanceof DOMException) return "Passkey not registered. This might be due to a timeout, a canceled request or a private browsing window.";
  return reason.message;
};

button?.addEventListener("click", async () => {
  button.disabled = true;
  error.hidden = true;
  try {
    await (button.dataset.ceremony === "get" ? get() : create());
  } catch (reason) {
    if (button.dataset.ceremony === "create") error.textContent = words(reason);
    error.hidden = false;
    button.disabled = false;
    button.focus();
  }
});
