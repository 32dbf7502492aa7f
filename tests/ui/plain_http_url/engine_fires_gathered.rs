//! Callbacks that are put into a form on some ways only, and hosts that are one of two.

const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json";

fn pushed_on_a_condition(client: &reqwest::Client, told: bool) {
    let mut form = vec![("To", "+15558675310")];
    if told {
        form.push(("StatusCallback", "http://acme.com/pushed")); //~ plain_http_url
    }
    let _ = client.post(MESSAGES).form(&form);
}

fn mapped_on_a_condition(client: &reqwest::Client, told: bool) {
    let mut form = std::collections::HashMap::from([("To", "+15558675310")]);
    if told {
        form.insert("StatusCallback", "http://acme.com/inserted"); //~ plain_http_url
    }
    let _ = client.post(MESSAGES).form(&form);
}

#[derive(serde::Serialize)]
struct Order<'a> {
    #[serde(rename = "To")]
    to: &'a str,
    #[serde(rename(serialize = "StatusCallback", deserialize = "hook"))]
    told: &'a str,
}

fn renamed_where_it_is_written(client: &reqwest::Client) {
    let order = Order { to: "+15558675310", told: "http://acme.com/renamed" }; //~ plain_http_url
    let _ = client.post(MESSAGES).form(&order);
}

fn pushed_by_one_arm(client: &reqwest::Client, kind: u8) {
    let mut form = Vec::with_capacity(3);
    form.push(("To", "+15558675310"));
    match kind {
        0 => form.push(("Body", "Hi")),
        1 => form.push(("StatusCallback", "http://acme.com/matched")), //~ plain_http_url
        _ => {}
    }
    form.push(("From", "+15017122661"));
    let _ = client.post(MESSAGES).form(&form);
}

fn extended_by_one(client: &reqwest::Client) {
    let mut form = vec![("To", "+15558675310")];
    form.extend(Some(("StatusCallback", "http://acme.com/extended"))); //~ plain_http_url
    let _ = client.post(MESSAGES).form(&form);
}

fn pushed_after_many_ways(client: &reqwest::Client, flags: [bool; 6]) {
    let mut form = vec![("To", "+15558675310")];
    if flags[0] { form.push(("Body", "Hi")) } else { form.push(("ContentSid", "HX")) }
    if flags[1] { form.push(("From", "+15017122661")) } else { form.push(("MessagingServiceSid", "MG")) }
    if flags[2] { form.push(("ForceDelivery", "true")) } else { form.push(("SmartEncoded", "true")) }
    if flags[3] { form.push(("Attempt", "1")) } else { form.push(("ValidityPeriod", "4")) }
    if flags[4] { form.push(("StatusCallback", "http://acme.com/late")) } //~ plain_http_url
    let _ = client.post(MESSAGES).form(&form);
}

fn by_index(forms: bool) -> reqwest::RequestBuilder {
    let fallback = std::collections::HashMap::from([("other", "https://acme.com/a")]);
    let urls = if forms { fallback } else { std::collections::HashMap::from([("hook", "http://acme.com/index")]) }; //~ plain_http_url
    reqwest::Client::new().post(MESSAGES).form(&[("StatusCallback", urls["hook"])])
}

fn host_of_two(verify: bool) -> String {
    let host = if verify { "verify.twilio.com" } else { "example.org" };
    format!("http://{host}/v2") //~ plain_http_url
}

fn host_of_two_with_a_path(verify: bool, old: bool) -> String {
    let host = if verify { "verify.twilio.com" } else { "example.org" };
    let path = if old { "v1" } else { "v2" };
    format!("http://{host}/{path}") //~ plain_http_url
}
