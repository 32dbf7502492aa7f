//! What a function is handed, and authenticates to Twilio with.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, auth_token_outside_validation, reason = "what is logged is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn before_it_is_sent(client: &Client, sid: &str, token: &str) -> Result<Response, Error> {
        println!("sending with {token}"); //~ credential_logged
        client.get(ACCOUNTS).basic_auth(sid, Some(token)).send().await
    }

    pub async fn after_it_was_sent(client: &Client, sid: &str, password: String) -> Result<Response, Error> {
        let answer = client.get(ACCOUNTS).basic_auth(sid, Some(&password)).send().await;
        dbg!(&password); //~ credential_logged
        answer
    }

    pub async fn under_twilios_name(client: &Client, sid: &str, auth_token: &str) -> Result<Response, Error> {
        eprintln!("{auth_token}"); //~ credential_logged
        client.get(ACCOUNTS).basic_auth(sid, Some(auth_token)).send().await
    }

    pub async fn by_two_helpers(client: &Client, sid: &str, secret: &str) -> Result<Response, Error> {
        tell(secret);
        send(client, sid, secret).await
    }

    fn tell(what: &str) {
        println!("{what}"); //~ credential_logged
    }

    async fn send(client: &Client, user: &str, with: &str) -> Result<Response, Error> {
        client.get(ACCOUNTS).basic_auth(user, Some(with)).send().await
    }

    pub struct Sender {
        client: Client,
        key: String,
    }

    impl Sender {
        pub fn new(key_token: String) -> Self {
            Self { client: Client::new(), key: key_token }
        }

        pub async fn go(&self) -> Result<Response, Error> {
            println!("{}", self.key); //~ credential_logged
            self.client.get(ACCOUNTS).basic_auth("user", Some(&self.key)).send().await
        }
    }
}

fn main() {}
