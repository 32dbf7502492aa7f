//! What a function is handed under the name of a secret, and is none of Twilio's.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what is logged is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn somebody_elses(client: &Client, user: &str, password: &str) -> Result<Response, Error> {
        println!("sending with {password}");
        client.get("https://api.example.com").basic_auth(user, Some(password)).send().await
    }

    pub async fn of_a_page(client: &Client, page_token: &str) -> Result<Response, Error> {
        println!("asking for {page_token}");
        client.get(ACCOUNTS).query(&[("PageToken", page_token)]).send().await
    }

    pub async fn of_the_idempotency(client: &Client, token: &str) -> Result<Response, Error> {
        println!("asking under {token}");
        client.get(ACCOUNTS).header("I-Twilio-Idempotency-Token", token).send().await
    }

    pub async fn what_is_not_logged(client: &Client, sid: &str, token: &str) -> Result<Response, Error> {
        println!("sending as {sid}");
        client.get(ACCOUNTS).basic_auth(sid, Some(token)).send().await
    }

    pub async fn its_length(client: &Client, sid: &str, token: &str) -> Result<Response, Error> {
        println!("sending with {} characters", token.len());
        client.get(ACCOUNTS).basic_auth(sid, Some(token)).send().await
    }

    pub fn number_of_words(token: usize) {
        println!("{token}");
    }

    pub fn parsed(token: &str) {
        println!("unexpected {token}");
    }
}

fn main() {}
