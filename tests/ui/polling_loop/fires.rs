//! Code that asks Twilio for the same again and again.

use std::time::Duration;

mod hosts {
    pub const CALL: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA.json";
    pub const PAUSE: std::time::Duration = std::time::Duration::from_secs(2);
}

fn message(sid: &str) -> String {
    format!("https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{sid}.json")
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how often it asks is the subject here")]
mod cases {
    use super::{Duration, hosts, message};
    use reqwest::{Client, Error, RequestBuilder, Response};
    use tokio::time::{interval, sleep as rest, timeout};

    pub async fn direct(client: &Client, sid: &str) -> Result<(), Error> {
        loop {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{sid}.json");
            let answer = client.get(url).send().await?.text().await?; //~ polling_loop
            if answer.contains("delivered") {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn consts_in_another_module(client: &Client) -> Result<(), Error> {
        while !client.get(hosts::CALL).send().await?.text().await?.contains("completed") { //~ polling_loop
            tokio::time::sleep(hosts::PAUSE).await;
        }
        Ok(())
    }

    pub async fn renamed_import(client: &Client) -> Result<String, Error> {
        let mut answer = String::new();
        while !answer.contains("completed") {
            rest(Duration::from_millis(500)).await;
            answer = client.get(hosts::CALL).send().await?.text().await?; //~ polling_loop
        }
        Ok(answer)
    }

    pub async fn so_many_times(client: &Client, sid: &str) -> Result<Option<String>, Error> {
        for _ in 0..20 {
            let answer = client.get(message(sid)).send().await?.text().await?; //~ polling_loop
            if answer.contains("delivered") {
                return Ok(Some(answer));
            }
            rest(Duration::from_secs(3)).await;
        }
        Ok(None)
    }

    pub async fn calls_two_functions_away(client: &Client, sid: &str) -> Result<(), Error> {
        while !is_delivered(client, sid).await? {
            pause().await;
        }
        Ok(())
    }

    async fn is_delivered(client: &Client, sid: &str) -> Result<bool, Error> {
        Ok(ask(client, sid).await?.contains("delivered"))
    }

    async fn ask(client: &Client, sid: &str) -> Result<String, Error> {
        client.get(message(sid)).send().await?.text().await //~ polling_loop
    }

    async fn pause() {
        rest(Duration::from_secs(1)).await;
    }

    pub struct Watcher {
        pub http: Client,
        pub sid: String,
        pub every: Duration,
    }

    impl Watcher {
        pub async fn watch(&self) -> Result<String, Error> {
            loop {
                let answer = self.http.get(message(&self.sid)).send().await?.text().await?; //~ polling_loop
                if answer.contains("delivered") {
                    break Ok(answer);
                }
                rest(self.every).await;
            }
        }
    }

    fn prepared(client: &Client) -> RequestBuilder {
        client.get(hosts::CALL)
    }

    pub async fn request_over_statements(client: &Client) -> Result<Response, Error> {
        loop {
            let request = prepared(client);
            let request = request.header("Accept", "application/json");
            let response = request.send().await?; //~ polling_loop
            if response.content_length() != Some(0) {
                return Ok(response);
            }
            rest(Duration::from_secs(1)).await;
        }
    }

    pub async fn in_a_macro_argument(client: &Client) -> Result<(), Error> {
        loop {
            println!("{:?}", client.get(hosts::CALL).send().await?.text().await); //~ polling_loop
            rest(Duration::from_secs(1)).await;
        }
    }

    pub async fn in_an_async_block(client: Client, sid: String) -> bool {
        let work = async move {
            loop {
                let answer = client.get(message(&sid)).send().await?.text().await?; //~ polling_loop
                if answer.contains("delivered") {
                    return Ok::<(), Error>(());
                }
                rest(Duration::from_secs(1)).await;
            }
        };
        timeout(Duration::from_secs(60), work).await.is_ok_and(|outcome| outcome.is_ok())
    }

    pub async fn a_closure_asks(client: &Client) -> Result<(), Error> {
        let is_over = async || {
            let answer = client.get(hosts::CALL).send().await?.text().await?; //~ polling_loop
            Ok::<bool, Error>(answer.contains("completed"))
        };
        while !is_over().await? {
            rest(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub async fn by_an_interval(client: &Client) -> Result<String, Error> {
        let mut ticks = interval(Duration::from_secs(5));
        loop {
            ticks.tick().await;
            let answer = client.get(hosts::CALL).send().await?.text().await?; //~ polling_loop
            if answer.contains("completed") {
                return Ok(answer);
            }
        }
    }

    pub async fn by_an_interval_in_select(client: &Client) -> Result<String, Error> {
        let mut ticks = interval(Duration::from_secs(5));
        loop {
            tokio::select! {
                _ = ticks.tick() => {
                    let answer = client.get(hosts::CALL).send().await?.text().await?; //~ polling_loop
                    if answer.contains("completed") {
                        return Ok(answer);
                    }
                }
                _ = std::future::pending::<()>() => return Ok(String::new()),
            }
        }
    }

    pub fn by_recursion(client: &Client, sid: String) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + '_>> {
        Box::pin(async move {
            let answer = client.get(message(&sid)).send().await?.text().await?; //~ polling_loop
            if answer.contains("delivered") {
                return Ok(());
            }
            rest(Duration::from_secs(1)).await;
            by_recursion(client, sid).await
        })
    }

    pub async fn longer_and_longer(client: &Client) -> Result<(), Error> {
        let mut wait = Duration::from_millis(100);
        loop {
            let response = client.get(hosts::CALL).send().await?; //~ polling_loop
            if response.text().await?.contains("completed") {
                return Ok(());
            }
            rest(wait).await;
            wait *= 2;
        }
    }

    pub async fn as_long_as_a_list_says(client: &Client) -> Result<(), Error> {
        for seconds in [1, 2, 4, 8] {
            if client.get(hosts::CALL).send().await?.text().await?.contains("completed") { //~ polling_loop
                break;
            }
            rest(Duration::from_secs(seconds)).await;
        }
        Ok(())
    }

    pub async fn whatever_came(client: &Client) {
        loop {
            match client.get(hosts::CALL).send().await { //~ polling_loop
                Ok(response) if response.content_length() == Some(7) => break,
                Ok(_) => println!("not yet"),
                Err(error) => eprintln!("{error}"),
            }
            rest(Duration::from_secs(1)).await;
        }
    }

    pub async fn recordings_of_a_call(client: &Client) -> Result<String, Error> {
        loop {
            let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA/Recordings.json";
            let answer = client.get(url).send().await?.text().await?; //~ polling_loop
            if answer.contains("RE") {
                return Ok(answer);
            }
            rest(Duration::from_secs(1)).await;
        }
    }

    pub async fn without_a_callback_for_it(client: &Client) -> Result<(), Error> {
        loop {
            let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Balance.json";
            println!("{}", client.get(url).send().await?.text().await?); //~ polling_loop
            rest(Duration::from_secs(60)).await;
        }
    }

    pub async fn each_until_it_is_done(client: &Client, sids: Vec<String>) -> Result<(), Error> {
        for sid in sids {
            loop {
                let answer = client.get(message(&sid)).send().await?.text().await?; //~ polling_loop
                if answer.contains("delivered") {
                    break;
                }
                rest(Duration::from_secs(1)).await;
            }
        }
        Ok(())
    }

    pub trait Waits {
        async fn status(&self) -> Result<String, Error>;

        async fn wait(&self) -> Result<(), Error> {
            while !self.status().await?.contains("completed") {
                rest(Duration::from_secs(1)).await;
            }
            Ok(())
        }
    }

    impl Waits for Watcher {
        async fn status(&self) -> Result<String, Error> {
            self.http.get(message(&self.sid)).send().await?.text().await //~ polling_loop
        }
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::direct(&client, ""), cases::consts_in_another_module(&client), cases::renamed_import(&client)));
    drop((cases::so_many_times(&client, ""), cases::calls_two_functions_away(&client, "")));
    let every = Duration::from_secs(1);
    let watcher = cases::Watcher { http: client.clone(), sid: String::new(), every };
    drop((watcher.watch(), cases::Waits::wait(&watcher)));
    drop((cases::request_over_statements(&client), cases::in_a_macro_argument(&client)));
    drop((cases::in_an_async_block(client.clone(), String::new()), cases::a_closure_asks(&client)));
    drop((cases::by_an_interval(&client), cases::by_an_interval_in_select(&client)));
    drop((cases::by_recursion(&client, String::new()), cases::longer_and_longer(&client)));
    drop(cases::as_long_as_a_list_says(&client));
    drop((cases::whatever_came(&client), cases::recordings_of_a_call(&client)));
    drop((cases::without_a_callback_for_it(&client), cases::each_until_it_is_done(&client, Vec::new())));
}
