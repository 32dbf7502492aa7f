//! What the macro accepts, what it says, and where.

use super::*;
use proc_macro2::Delimiter;

/// The URL that the macro expands to.
fn expanded(input: TokenStream) -> String {
    let mut faults = Vec::new();
    let url = check(input, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    url
}

/// The messages, each behind the source text that it points at.
fn messages(input: &str) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    check(input.parse().unwrap(), &mut faults);
    let place = |fault: &Fault| fault.start.source_text().unwrap_or_default();
    faults.iter().map(|fault| (place(fault), fault.message.clone())).collect()
}

/// Asserts that exactly these places have messages with these words, in any order.
fn assert_faults(input: &str, expected: &[(&str, &str)]) {
    let found = messages(input);
    assert_eq!(found.len(), expected.len(), "{input}: {found:#?}");
    for (place, words) in expected {
        let fits = |(at, text): &(String, String)| at == place && text.contains(words);
        assert!(found.iter().any(fits), "{input}: no `{words}` at `{place}` in {found:#?}");
    }
}

#[test]
fn overrides_become_the_fragment() {
    let url = expanded(quote!(
        "https://example.com/sms?x=1",
        rc = 2,
        rp = [ct, rt, "5xx"],
        ct = 2_000,
        sni = n,
        e = [ashburn, sao - paulo, "london-ix"],
    ));
    let fragment = "rc=2&rp=ct,rt,5xx&ct=2000&sni=n&e=ashburn,sao-paulo,london-ix";
    assert_eq!(url, format!("https://example.com/sms?x=1#{fragment}"));
    assert_eq!(expanded(quote!("https://example.com", rp = 4xx)), "https://example.com#rp=4xx");
}

#[test]
fn values_of_macro_fragments_are_read() {
    let list: TokenTree = proc_macro2::Group::new(Delimiter::None, quote!([ct, rt])).into();
    let number: TokenTree = proc_macro2::Group::new(Delimiter::None, quote!(1_500)).into();
    let url = expanded(quote!("https://example.com", rp = #list, ct = #number));
    assert_eq!(url, "https://example.com#rp=ct,rt&ct=1500");
}

#[test]
fn plain_urls_and_written_fragments_stay() {
    for url in [
        "https://example.com",
        "HTTPS://user:pass@example.com:8443/a?b=c@d",
        "https://example.com/sms#rc=5&rp=all",
        "http://localhost:8080/sms",
        "http://127.0.0.1/sms",
        "http://[::1]:3000/sms",
    ] {
        assert_eq!(expanded(quote!(#url)), url);
    }
}

#[test]
fn the_expansion_names_the_private_constructor() {
    let text = expand(quote!("https://example.com/", rc = 0)).to_string();
    let expected = quote!(::ringfence::private::callback_url("https://example.com/#rc=0"));
    assert_eq!(text, expected.to_string());
}

#[test]
fn each_limit_is_held_at_its_edges() {
    for (low, high, key) in [(100, 10_000, "ct"), (100, 15_000, "rt"), (100, 15_000, "tt"), (0, 5, "rc")] {
        let input = |value: i64| format!("\"https://example.com\", {key} = {value}");
        assert_eq!(messages(&input(low)), []);
        assert_eq!(messages(&input(high)), []);
        assert_eq!(messages(&input(low - 1)).len(), 1);
        assert_eq!(messages(&input(high + 1)).len(), 1);
    }
}

#[test]
fn all_mistakes_come_at_once_each_at_its_word() {
    assert_faults(
        r#""https://example.com", rc = 9, rp = [ct, "6xx", 5xx], ctt = 1, e = [roaming, ashburm], rc = 1, sni = maybe, oops"#,
        &[
            ("9", "`rc` takes 0 to 5 retries"),
            ("\"6xx\"", "did you mean `4xx` or `5xx`?"),
            ("ctt", "`ctt` is no connection override; did you mean `ct`"),
            ("roaming", "`roaming` is no value of `e`"),
            ("ashburm", "did you mean `ashburn`"),
            ("rc", "`rc` is set twice"),
            ("maybe", "it takes n, y"),
            ("oops", "expected `key = value`"),
        ],
    );
}

#[test]
fn bad_urls_are_refused() {
    let at = |url: &str, words: &str| {
        let literal = format!("{url:?}");
        assert_faults(&literal, &[(literal.as_str(), words)]);
    };
    at("http://example.com/sms", "plain_http_url");
    at("http://localhost.example.com/", "plain_http_url");
    at("ftp://example.com", "`ftp` is no scheme");
    at("example.com/sms", "no scheme");
    at("https:///sms", "no host");
    at("https://my_host.example.com", "underscore");
    at("https://example.com:99999/", "`99999` is no port");
    at("https://example.com/a b", "white space");
    at("https://example.com#top", "`top` in the fragment is no `key=value`");
    at("https://example.com#rc=7", "`rc` takes 0 to 5");
    at("https://example.com#rc=1&rc=2", "set twice");
    at("https://exämple.com/", "'ä' may not stand");
    at("https://example.com\\@evil.example/", "backslash");
    at("https://a@b@example.com/", "percent-encoded");
    at("https://-a.example.com/", "no name of a host");
    at("https://300.0.0.1/", "no name of a host and no address");
    at("https://[::g]/", "no IPv6 address");
    at("https://example.com:+80/", "`+80` is no port");
    at("https://example.com#ct=2_000", "`ct` takes 100 to 10000 milliseconds, not `2_000`");
    at("https://example.com#rp=ct,ct", "`ct` is listed twice");
    at("https://example.com#rp=ct,all", "`all` stands alone");
}

#[test]
fn several_faults_of_a_url_come_together() {
    assert_faults(
        r#""http://a_b.example.com:0/ x""#,
        &[
            (r#""http://a_b.example.com:0/ x""#, "plain_http_url"),
            (r#""http://a_b.example.com:0/ x""#, "underscore"),
            (r#""http://a_b.example.com:0/ x""#, "no port"),
            (r#""http://a_b.example.com:0/ x""#, "white space"),
        ],
    );
}

#[test]
fn arguments_of_the_wrong_form_are_refused() {
    assert_faults("URL, rc = 9", &[("URL", "string literal"), ("9", "0 to 5")]);
    assert_faults("", &[("", "the first argument is missing")]);
    assert_faults(r#""https://a.example#rc=1", rc = 2"#, &[(r#""https://a.example#rc=1""#, "only one")]);
    assert_faults(r#""https://a.example", rp = []"#, &[("[]", "lists no value")]);
    assert_faults(r#""https://a.example", rc = [1, 2]"#, &[("2", "takes one value")]);
    assert_faults(r#""https://a.example" rc = 1"#, &[(r#""https://a.example""#, "expected a comma")]);
    assert_faults(r#""https://a.example", rc == 1"#, &[("rc", "expected `key = value`")]);
    assert_faults(r#""https://a.example", rp = [ct, rt, ct]"#, &[("ct", "listed twice")]);
    assert_faults(r#""https://a.example", rp = [all, ct]"#, &[("all", "stands alone")]);
    assert_faults(r#""https://a.example", rc = "-1""#, &[("\"-1\"", "0 to 5")]);
}
