//! Tests for `rates`.

use super::RateLimits;
use crate::rates::Counted;

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

#[test]
fn each_kind_has_its_own_limit_and_its_bounds_are_good() {
    let limits = RateLimits { address: 1, account: 2, session: 100_000 };
    for (counted, most) in [
        (Counted::Address, limits.address),
        (Counted::Account, limits.account),
        (Counted::Session, limits.session),
    ] {
        let parsed = RateLimits::parse(&|_: &str| Some(most.to_string()));
        assert_eq!(parsed.map(|parsed| parsed.of(counted)), Ok(most));
        assert_eq!(limits.of(counted), most);
    }
}
