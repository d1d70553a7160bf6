# One's own machine: copied by `cargo xtask dist` into target/bundle.
# Every setting comes from the environment; one that is not used may be absent or empty.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "latchkey", worker = .latchkey),
    # Relative to the folder that workerd is started in.
    (name = "files", disk = (path = "assets")),
    # `--directory-path assertions=/var/run/secrets/azure/tokens` says where the platform keeps the token of
    # CLIENT_ASSERTION; without one the folder is empty.
    (name = "assertions", disk = (path = "assertions")),
    # `--directory-path objects=/var/lib/latchkey` says where the sessions lie.
    (name = "objects", disk = (writable = true)),
    (name = "internet", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    # Plain HTTP for the proxy that ends TLS; never open to the network.
    (name = "app", address = "127.0.0.1:8787", http = (), service = "latchkey"),
  ],
);

const latchkey :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "worker/index.js"),
    (name = "index_bg.wasm", wasm = embed "worker/index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "SESSIONS", durableObjectNamespace = "SessionObject"),
    (name = "PEOPLE", durableObjectNamespace = "PersonObject"),
    (name = "ATTEMPTS", durableObjectNamespace = "AttemptObject"),
    (name = "ASSETS", service = "files"),
    (name = "ASSERTIONS", service = "assertions"),
    (name = "APP_ORIGIN", fromEnvironment = "APP_ORIGIN"),
    (name = "AUTHORITY", fromEnvironment = "AUTHORITY"),
    (name = "GRAPH", fromEnvironment = "GRAPH"),
    (name = "CLIENT_ID", fromEnvironment = "CLIENT_ID"),
    (name = "CLIENT_SECRET", fromEnvironment = "CLIENT_SECRET"),
    (name = "CLIENT_CERTIFICATE", fromEnvironment = "CLIENT_CERTIFICATE"),
    (name = "CLIENT_KEY", fromEnvironment = "CLIENT_KEY"),
    (name = "CLIENT_ASSERTION", fromEnvironment = "CLIENT_ASSERTION"),
    (name = "SEAL_KEYS", fromEnvironment = "SEAL_KEYS"),
    (name = "SCOPES", fromEnvironment = "SCOPES"),
    (name = "SECURITY_INFO", fromEnvironment = "SECURITY_INFO"),
    (name = "PHONES_END_ON", fromEnvironment = "PHONES_END_ON"),
    (name = "POLICIES", fromEnvironment = "POLICIES"),
    (name = "NAMED_LOCATIONS", fromEnvironment = "NAMED_LOCATIONS"),
    (name = "CLIENT_ADDRESS_HEADER", fromEnvironment = "CLIENT_ADDRESS_HEADER"),
    (name = "CLIENT_COUNTRY_HEADER", fromEnvironment = "CLIENT_COUNTRY_HEADER"),
    (name = "TRUSTED_PROXIES", fromEnvironment = "TRUSTED_PROXIES"),
    (name = "PRODUCT_NAME", fromEnvironment = "PRODUCT_NAME"),
    (name = "WELCOME_NOTE", fromEnvironment = "WELCOME_NOTE"),
    (name = "PRIVACY_LINK", fromEnvironment = "PRIVACY_LINK"),
    (name = "LOGO", fromEnvironment = "LOGO"),
    (name = "ACCENT_COLOR", fromEnvironment = "ACCENT_COLOR"),
    (name = "COMPANY_NAME", fromEnvironment = "COMPANY_NAME"),
    (name = "HELP_DESK_NAME", fromEnvironment = "HELP_DESK_NAME"),
    (name = "HELP_DESK_PHONE", fromEnvironment = "HELP_DESK_PHONE"),
    (name = "HELP_DESK_MAIL", fromEnvironment = "HELP_DESK_MAIL"),
    (name = "HELP_DESK_HOURS", fromEnvironment = "HELP_DESK_HOURS"),
    (name = "HELP_DESK_LINK", fromEnvironment = "HELP_DESK_LINK"),
    (name = "EMBED_ORIGINS", fromEnvironment = "EMBED_ORIGINS"),
    (name = "SESSION_SECONDS", fromEnvironment = "SESSION_SECONDS"),
    (name = "IDLE_SECONDS", fromEnvironment = "IDLE_SECONDS"),
    (name = "SIGN_INS_PER_ADDRESS", fromEnvironment = "SIGN_INS_PER_ADDRESS"),
    (name = "SIGN_INS_PER_ACCOUNT", fromEnvironment = "SIGN_INS_PER_ACCOUNT"),
    (name = "REQUESTS_PER_SESSION", fromEnvironment = "REQUESTS_PER_SESSION"),
    (name = "METRICS_TOKEN", fromEnvironment = "METRICS_TOKEN"),
  ],
  durableObjectNamespaces = [
    (className = "SessionObject", uniqueKey = "latchkey-session", enableSql = true),
    (className = "PersonObject", uniqueKey = "latchkey-person", enableSql = true),
    (className = "AttemptObject", uniqueKey = "latchkey-attempt", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
