//! Callbacks that may go over plain HTTP.

async fn callbacks_to_loopback(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let form = [("StatusCallback", "http://127.0.0.1:8080/sms"), ("Url", "http://localhost/voice")];
    client.post("https://api.twilio.com/2010-04-01/Accounts").form(&form)
}

async fn callback_of_somebody_else(client: &reqwest::Client) -> reqwest::RequestBuilder {
    client.post("https://example.com/hooks").form(&[("StatusCallback", "http://example.com/sms")])
}

async fn callback_in_development(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let request = client.post("https://api.twilio.com/2010-04-01/Accounts");
    #[cfg(debug_assertions)]
    let request = request.form(&[("StatusCallback", "http://example.com/sms")]);
    request
}

#[cfg(test)]
mod tests {
    fn form(client: &reqwest::Client) -> reqwest::RequestBuilder {
        client.post("https://api.twilio.com/2010-04-01").form(&[("StatusCallback", "http://example.com/sms")])
    }
}

fn main() {}
