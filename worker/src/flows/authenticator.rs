//! Microsoft Authenticator: the way to the app in its store.

use contract::TraceId;

use crate::{
    drawing::qr_code,
    web::{failure::Failure, reply::Reply},
};

/// Microsoft's own address, which leads each phone to the app in its store.
const APP: &str = "https://aka.ms/authapp";

/// Its code, as a picture, for everyone.
pub(crate) fn code(trace: &TraceId) -> Result<Reply, Failure> {
    qr_code::reply(APP, trace)
}
