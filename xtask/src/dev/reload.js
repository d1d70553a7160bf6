// Loads the page again when the product was built again. Served by `cargo xtask dev` alone.
let seen;
new EventSource("/latchkey-dev/changes").onmessage = ({ data }) => {
  if (seen !== undefined && seen !== data) location.reload();
  seen = data;
};
