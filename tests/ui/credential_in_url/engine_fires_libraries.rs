//! Libraries that the cases are not built against.

fn curl(secret: &str) -> Result<(), curl::Error> {
    let mut easy = curl::easy::Easy::new();
    easy.url(&format!("https://key:{secret}@api.twilio.com/2010-04-01/Accounts.json"))?; //~ credential_in_url
    easy.perform()
}

fn url_crate(secret: &str) -> Result<url::Url, url::ParseError> {
    let mut address = url::Url::parse("https://api.twilio.com")?;
    address.set_password(Some(secret)).ok(); //~ credential_in_url
    Ok(address)
}

fn ureq_get(account: &str, token: &str) {
    let _ = ureq::get(&format!("https://{account}:{token}@api.twilio.com/")).call(); //~ credential_in_url, unretried_call
}

fn main() {}
