//! Tests for `rates`.

use super::RateLimits;

#[test]
fn limits_are_numbers_that_let_someone_in() {
    let parse = |name: &'static str, value: &'static str| {
        RateLimits::parse(&|asked: &str| (asked == name).then(|| value.to_owned()))
    };
    assert_eq!(parse("NOTHING", ""), Ok(RateLimits::default()));
    assert_eq!(parse("SIGN_INS_PER_ADDRESS", " 7 ").map(|limits| limits.address), Ok(7));
    assert_eq!(parse("SIGN_INS_PER_ACCOUNT", "7").map(|limits| limits.account), Ok(7));
    assert_eq!(parse("REQUESTS_PER_SESSION", "7").map(|limits| limits.session), Ok(7));
    for bad in ["0", "-1", "100001", "many", "1.5"] {
        let fault = parse("REQUESTS_PER_SESSION", bad).expect_err(bad);
        assert_eq!(fault.name, "REQUESTS_PER_SESSION");
    }
}
