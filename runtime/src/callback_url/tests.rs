//! What is a callback URL, and what is refused by which name.

use super::check::{Plain, check};
use super::*;
use proptest::prelude::*;

#[test]
fn https_and_loopback_are_taken_as_they_are() {
    for url in [
        "https://example.com",
        "https://example.com/sms?x=1&y=%20",
        "https://user:pass@example.com:8443/sms",
        "HTTPS://EXAMPLE.com./",
        "https://[2001:db8::1]:8443/",
        "https://192.0.2.1/x",
        "https://example.com/sms#rc=2&rp=ct,rt,5xx&ct=100&rt=15000&tt=15000&sni=n&e=dublin,ashburn-ix",
        "http://localhost:3000/sms",
        "http://127.0.0.1:9/",
        "http://127.255.0.3/",
        "http://[::1]:80/x",
    ] {
        assert_eq!(CallbackUrl::new(url).map(|url| url.as_str().to_owned()), Ok(url.to_owned()));
    }
}

#[test]
fn a_url_and_its_overrides_are_built_in_one_go() {
    let built = CallbackUrl::builder("https://example.com/sms")
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(2))
        .total_time(Duration::from_secs(3))
        .retries(4)
        .retry_on([RetryOn::Status5xx])
        .sni(true)
        .edges([Edge::Dublin])
        .build();
    let expected = "https://example.com/sms#ct=1000&rt=2000&tt=3000&rc=4&rp=5xx&sni=y&e=dublin";
    assert_eq!(built.unwrap().as_str(), expected);
    let bare = CallbackUrl::builder("https://example.com/sms").build();
    assert_eq!(bare.unwrap().as_str(), "https://example.com/sms");
    let refused = |builder: CallbackUrlBuilder| builder.build().unwrap_err();
    assert_eq!(refused(CallbackUrl::builder("http://example.com").retries(1)), CallbackUrlError::PlainHttp);
    assert!(matches!(
        refused(CallbackUrl::builder("https://example.com").retries(6)),
        CallbackUrlError::OverrideValue("rc", _)
    ));
    let twice = CallbackUrl::builder("https://example.com#rc=1").retries(1);
    assert!(!format!("{:?}", CallbackUrl::builder("https://a:s3cr3t@example.com")).contains("s3cr3t"));
    assert_eq!(refused(twice), CallbackUrlError::FragmentTwice);
}

#[test]
fn a_product_that_ignores_overrides_takes_none() {
    let url = PlainUrl::new("https://user:s3cr3t@example.com/chat").unwrap();
    assert_eq!(url.as_str(), "https://user:s3cr3t@example.com/chat");
    assert!(!format!("{url} {url:?}").contains("s3cr3t"));
    let with = CallbackUrl::builder("https://example.com").retries(1).build().unwrap();
    assert_eq!(PlainUrl::try_from(with), Err(CallbackUrlError::IgnoredOverrides));
    assert_eq!(PlainUrl::try_from(CallbackUrl::none()), Ok(PlainUrl::none()));
    assert_eq!("http://example.com".parse::<PlainUrl>(), Err(CallbackUrlError::PlainHttp));
    assert_eq!(
        PlainUrl::try_from("https://example.com#x=1"),
        Err(CallbackUrlError::UnknownOverride("x=1".into()))
    );
}

#[test]
fn what_is_refused_has_a_name() {
    use CallbackUrlError::*;
    for (url, why) in [
        ("", Scheme),
        ("example.com/sms", Scheme),
        ("ftp://example.com", Scheme),
        ("wss://example.com", Scheme),
        ("http://example.com/sms", PlainHttp),
        ("http://localhost.example.com/", PlainHttp),
        ("http://127.0.0.1.example.com/", PlainHttp),
        ("http://127.0.0.1@example.com/", PlainHttp),
        ("http://128.0.0.1/", PlainHttp),
        ("http://[::2]/", PlainHttp),
        ("https://", Host),
        ("https:///sms", Host),
        ("https://?x", Host),
        ("https://user@/x", Host),
        ("https://a..b/", Host),
        ("https://-a.b/", Host),
        ("https://a@b@example.com/", Userinfo),
        ("https://[::1]@example.com/", Userinfo),
        ("https://300.0.0.1/", Host),
        ("https://1.2.3/", Host),
        ("https://[::1/", Host),
        ("https://[example.com]/", Host),
        ("https://my_host.example.com/", UnderscoreInHost),
        ("https://example.com:/", Port),
        ("https://example.com:0/", Port),
        ("https://example.com:65536/", Port),
        ("https://example.com:8x/", Port),
        ("https://example.com/a b", Character(' ')),
        ("https://example.com/\n", Character('\n')),
        ("https://example.com\\@evil.example/", Character('\\')),
        ("https://caf\u{e9}.example/", Character('\u{e9}')),
        ("https://example.com/#top", UnknownOverride("top".to_owned())),
        ("https://example.com/#", UnknownOverride(String::new())),
        ("https://example.com/#rc=1&x=2", UnknownOverride("x=2".to_owned())),
        ("https://example.com/#rc=1&rc=1", RepeatedOverride("rc")),
    ] {
        assert_eq!(CallbackUrl::new(url), Err(why), "{url}");
    }
}

#[test]
fn overrides_out_of_range_are_refused() {
    for (fragment, key) in [
        ("ct=99", "ct"),
        ("ct=10001", "ct"),
        ("rt=15001", "rt"),
        ("tt=", "tt"),
        ("tt=+500", "tt"),
        ("rc=6", "rc"),
        ("rc=-1", "rc"),
        ("rp=", "rp"),
        ("rp=6xx", "rp"),
        ("rp=ct,ct", "rp"),
        ("rp=all,ct", "rp"),
        ("sni=yes", "sni"),
        ("e=roaming", "e"),
        ("e=dublin,dublin", "e"),
    ] {
        let refused = CallbackUrl::new(format!("https://example.com/#{fragment}")).unwrap_err();
        assert!(
            matches!(&refused, CallbackUrlError::OverrideValue(found, _) if *found == key),
            "{refused:?}"
        );
    }
}

#[test]
fn overrides_by_type_come_out_as_the_fragment() {
    let overrides = ConnectionOverrides::new()
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_millis(1500))
        .total_time(Duration::from_secs(15))
        .retries(5)
        .retry_on([RetryOn::All])
        .sni(false)
        .edges([Edge::Dublin, Edge::SaoPaulo]);
    let url = CallbackUrl::new("https://example.com/").unwrap().with_overrides(overrides).unwrap();
    let fragment = "ct=2000&rt=1500&tt=15000&rc=5&rp=all&sni=n&e=dublin,sao-paulo";
    assert_eq!(url.as_str(), format!("https://example.com/#{fragment}"));
    assert_eq!(CallbackUrl::new(url.as_str()), Ok(url));
}

#[test]
fn overrides_by_type_are_checked_too() {
    let url = || CallbackUrl::new("https://example.com/").unwrap();
    assert_eq!(url().with_overrides(ConnectionOverrides::new()), Ok(url()));
    for overrides in [
        ConnectionOverrides::new().retries(6),
        ConnectionOverrides::new().connect_timeout(Duration::from_secs(11)),
        ConnectionOverrides::new().read_timeout(Duration::from_micros(200_500)),
        ConnectionOverrides::new().retry_on([RetryOn::All, RetryOn::Read]),
    ] {
        assert!(matches!(url().with_overrides(overrides), Err(CallbackUrlError::OverrideValue(..))));
    }
    let with_fragment = CallbackUrl::new("https://example.com/#rc=1").unwrap();
    let twice = with_fragment.with_overrides(ConnectionOverrides::new().retries(2));
    assert_eq!(twice, Err(CallbackUrlError::FragmentTwice));
}

#[test]
fn development_is_for_development() {
    let url = "http://192.0.2.1:3000/sms";
    assert!(check(url, Plain::Anywhere).is_ok());
    assert_eq!(check(url, Plain::NotInRelease), Err(CallbackUrlError::DevelopmentInRelease));
    assert!(check("https://example.com/", Plain::NotInRelease).is_ok());
    assert!(check("http://localhost/", Plain::NotInRelease).is_ok());
    assert_eq!(CallbackUrl::for_development(url).is_ok(), cfg!(debug_assertions));
}

#[test]
fn a_password_is_not_printed() {
    let url = CallbackUrl::new("https://user:pa55@example.com/sms").unwrap();
    assert_eq!(url.to_string(), "https://***@example.com/sms");
    assert!(!format!("{url:?}").contains("pa55"));
    assert_eq!(CallbackUrl::from_checked("https://a.example/").to_string(), "https://a.example/");
}

proptest! {
    #[test]
    fn any_text_is_survived(url in ".*") {
        let _ = CallbackUrl::new(url.clone());
        let _ = CallbackUrl::from_checked("").to_string();
        let _ = Authority::of(&url);
    }

    #[test]
    fn what_is_taken_is_safe(url in "https?://[a-z0-9.:@\\[\\]_/?#=-]{0,30}") {
        if let Ok(taken) = CallbackUrl::new(url.clone()) {
            prop_assert_eq!(taken.as_str(), url.as_str());
            let uri: http::Uri = url.split('#').next().unwrap_or_default().parse().unwrap();
            let host = uri.host().unwrap_or_default();
            prop_assert!(!host.is_empty() && !host.contains('_'));
            prop_assert!(url.starts_with("https:") || is_loopback(host));
        }
    }
}
