//! What the configuration binds: a folder, or another worker.

use worker::{
    Env, wasm_bindgen::JsCast, wasm_bindgen_futures::JsFuture, web_sys, worker_sys::Fetcher,
};

/// What the service of this binding answers to a `GET`. The host of the address is never resolved: the binding
/// is the service itself.
///
/// Not by `worker::Fetcher::fetch`, which can write every option that Cloudflare has for a request: 4 kB of
/// the module.
///
/// # Errors
///
/// When there is no such binding, or it does not answer.
pub(crate) async fn get(
    env: &Env,
    binding: &str,
    address: &str,
) -> worker::Result<web_sys::Response> {
    let service: Fetcher = env.service(binding)?.into_rpc();
    let answer = JsFuture::from(service.fetch_with_str(address)?).await?;
    Ok(answer.unchecked_into())
}
