//! Forms that a callback goes into by any method of a collection.

const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json";

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn extended(client: &reqwest::Client) {
    let mut form = vec![("To", "+15558675310")];
    form.extend([("StatusCallback", "https://acme.com/a#rc=3")]);
    let _ = client.post(MESSAGES).form(&form).send();
}

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn extended_by_what_comes_in(client: &reqwest::Client, more: &[(&str, &str)]) {
    let mut form = vec![("To", "+15558675310")];
    form.extend_from_slice(more);
    let _ = client.post(MESSAGES).form(&form).send();
}

#[derive(serde::Serialize)]
struct Order<'a> {
    #[serde(rename = "To")]
    to: &'a str,
    #[serde(rename = "StatusCallback")]
    told: &'a str,
}

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn renamed(client: &reqwest::Client) {
    let order = Order { to: "+15558675310", told: "https://acme.com/a#rc=3" };
    let _ = client.post(MESSAGES).form(&order).send();
}

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn entered(client: &reqwest::Client) {
    let mut form = std::collections::HashMap::from([("To", "+15558675310")]);
    form.entry("StatusCallback").or_insert("https://acme.com/a#rc=3");
    let _ = client.post(MESSAGES).form(&form).send();
}

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn entered_by_a_function(client: &reqwest::Client) {
    let mut form = std::collections::HashMap::from([("To", "+15558675310")]);
    form.entry("StatusCallback").or_insert_with(|| "https://acme.com/a#rc=3");
    let _ = client.post(MESSAGES).form(&form).send();
}

#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
fn appended(client: &reqwest::Client) {
    let mut form = vec![("To", "+15558675310")];
    let mut more = vec![("StatusCallback", "https://acme.com/a#rc=3")];
    form.append(&mut more);
    let _ = client.post(MESSAGES).form(&form).send();
}
