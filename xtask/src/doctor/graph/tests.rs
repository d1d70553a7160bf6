//! Clouds that do not fit.

use super::is_of_another_cloud;

#[test]
fn a_token_of_one_cloud_is_not_sent_to_another() {
    let login = "https://login.microsoftonline.com/x/v2.0";
    assert!(is_of_another_cloud(login, "https://graph.microsoft.us/v1.0"));
    assert!(!is_of_another_cloud(login, "https://graph.microsoft.com/v1.0"));
    let government = "https://login.microsoftonline.us/x/v2.0";
    assert!(!is_of_another_cloud(government, "https://dod-graph.microsoft.us/v1.0"));
    assert!(!is_of_another_cloud("http://localhost:1/x/v2.0", "http://localhost:1/v1.0"));
}
