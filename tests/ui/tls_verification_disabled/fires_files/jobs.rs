use crate::api::Api;

pub fn accounts(api: &Api) -> reqwest::RequestBuilder {
    api.http.get("https://api.twilio.com/2010-04-01/Accounts.json")
}
